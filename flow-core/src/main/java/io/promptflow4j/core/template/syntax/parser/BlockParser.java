package io.promptflow4j.core.template.syntax.parser;

import io.promptflow4j.core.template.syntax.Expression;
import io.promptflow4j.core.template.syntax.NameUses;
import io.promptflow4j.core.template.syntax.Statement;
import io.promptflow4j.core.template.syntax.Statement.Branch;
import io.promptflow4j.core.template.syntax.Statement.Parameter;
import io.promptflow4j.core.template.syntax.Statement.Target;
import io.promptflow4j.core.template.syntax.lexer.Mistake;
import io.promptflow4j.core.template.syntax.lexer.Spaces;
import io.promptflow4j.core.template.syntax.lexer.Token;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Reads the tags that have a body.
final class BlockParser {

  private static final Set<String> TAGS =
      Set.of("for", "if", "block", "macro", "set", "with", "autoescape", "call", "filter");

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final TagParser tags;
  private final StatementParser statements;

  BlockParser(
      TokenStream tokens,
      ExpressionParser expressions,
      TagParser tags,
      StatementParser statements) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.tags = tags;
    this.statements = statements;
  }

  boolean knows(String name) {
    return TAGS.contains(name);
  }

  /// Reads the block whose name has just been read, to the name of its closing tag.
  Statement block(Token name) {
    boolean inBranch = expressions.filters().branch(name.isName("if"));
    Statement block = read(name);
    expressions.filters().branch(inBranch);
    return block;
  }

  private Statement read(Token name) {
    int offset = name.offset();
    return switch (name.text()) {
      case "for" -> loop(offset);
      case "if" -> choice(offset);
      case "block" -> named(offset);
      case "macro" -> macro(offset);
      case "set" -> set(offset);
      case "with" -> with(offset);
      case "autoescape" -> autoescape(offset);
      case "call" -> callBlock(offset);
      case "filter" ->
          new Statement.FilterBlock(
              offset,
              Objects.requireNonNull(expressions.filters().blockFilters(true)),
              statements.closedBody("filter", offset, "endfilter"));
      default -> throw new IllegalStateException("not a block: " + name.text());
    };
  }

  private Statement loop(int offset) {
    Target target = tags.target(false, "in");
    rejectLoopVariable(target);
    tokens.expectName("in", "in 'for', as in 'for item in items'");
    Expression items = expressions.tuple(false, "recursive");
    Expression filter = tokens.skipName("if") ? expressions.expression() : null;
    boolean recursive = tokens.skipName("recursive");
    List<Statement> body = statements.body("for", offset, "else", "endfor");
    List<Statement> otherwise = List.of();
    if (tokens.next().isName("else")) {
      otherwise = statements.closedBody("for", offset, "endfor");
    }
    return new Statement.For(offset, target, items, filter, recursive, body, otherwise);
  }

  private static void rejectLoopVariable(Target target) {
    switch (target) {
      case Target.NameTarget(int offset, String name) when name.equals("loop") ->
          throw new Mistake(offset, "'loop' is set by the loop itself; choose another name");
      case Target.TupleTarget(_, var targets) -> targets.forEach(BlockParser::rejectLoopVariable);
      case Target.NameTarget _, Target.NamespaceTarget _ -> {}
    }
  }

  private Statement choice(int offset) {
    var branches = new ArrayList<Branch>();
    List<Statement> otherwise = List.of();
    while (true) {
      Expression condition = expressions.tuple(false, "");
      branches.add(new Branch(condition, statements.body("if", offset, "elif", "else", "endif")));
      Token end = tokens.next();
      if (end.isName("else")) {
        otherwise = statements.closedBody("if", offset, "endif");
      }
      if (!end.isName("elif")) {
        return new Statement.If(offset, branches, otherwise);
      }
    }
  }

  private Statement named(int offset) {
    Token name = tokens.expect(Token.Kind.NAME, "of the block");
    boolean scoped = tokens.skipName("scoped");
    boolean required = tokens.skipName("required");
    if (tokens.current().isOperator("-")) {
      throw new Mistake(tokens.current().offset(), "a block's name has no hyphens; use '_'");
    }
    List<Statement> body = statements.closedBody("block", offset, "endblock");
    if (required && !body.stream().allMatch(BlockParser::isBlank)) {
      throw new Mistake(offset, "a required block holds nothing but blanks and comments");
    }
    if (tokens.current().is(Token.Kind.NAME)) {
      tokens.expectName(name.text(), "(the block's name) or the end of the tag");
    }
    return new Statement.Block(offset, name.text().intern(), scoped, required, body);
  }

  private static boolean isBlank(Statement statement) {
    return statement instanceof Statement.Data(_, var text)
        && text.chars().allMatch(c -> Spaces.isSpace((char) c));
  }

  private Statement macro(int offset) {
    String name = tags.nameTarget().name();
    List<Parameter> parameters = parameters();
    List<Statement> body = statements.closedBody("macro", offset, "endmacro");
    for (Parameter parameter : parameters) {
      boolean bareCaller = parameter.name().equals("caller") && parameter.fallback() == null;
      if (bareCaller && NameUses.in(body, "caller")) {
        throw new Mistake(
            parameter.offset(), "the parameter 'caller' needs a default, such as 'caller=none'");
      }
    }
    return new Statement.Macro(offset, name, parameters, body);
  }

  private List<Parameter> parameters() {
    tokens.expectOperator("(", "before the parameters");
    var parameters = new ArrayList<Parameter>();
    while (!tokens.current().isOperator(")")) {
      if (!parameters.isEmpty()) {
        tokens.expectOperator(",", "between two parameters");
      }
      Target.NameTarget name = tags.nameTarget();
      Expression fallback = tokens.skipOperator("=") ? expressions.expression() : null;
      if (fallback == null && !parameters.isEmpty() && parameters.getLast().fallback() != null) {
        throw new Mistake(
            name.offset(), "a parameter without default cannot follow one with a default");
      }
      boolean repeated = parameters.stream().anyMatch(p -> p.name().equals(name.name()));
      if (repeated) {
        throw new Mistake(name.offset(), "two parameters have this name; rename one");
      }
      parameters.add(new Parameter(name.offset(), name.name(), fallback));
    }
    tokens.next();
    return parameters;
  }

  private Statement set(int offset) {
    Target target = tags.target(true, "");
    if (tokens.skipOperator("=")) {
      return new Statement.Set(offset, target, expressions.tuple(true, ""));
    }
    Expression.Filter filter = expressions.filters().blockFilters(false);
    return new Statement.SetBlock(
        offset, target, filter, statements.closedBody("set", offset, "endset"));
  }

  private Statement with(int offset) {
    var targets = new ArrayList<Target>();
    var values = new ArrayList<Expression>();
    while (!tokens.current().is(Token.Kind.BLOCK_END)) {
      if (!targets.isEmpty()) {
        tokens.expectOperator(",", "between two assignments");
      }
      targets.add(tags.target(false, ""));
      tokens.expectOperator("=", "in 'with', as in 'with a = 1'");
      values.add(expressions.expression());
    }
    return new Statement.With(
        offset, targets, values, statements.closedBody("with", offset, "endwith"));
  }

  private Statement autoescape(int offset) {
    Expression wanted = expressions.expression();
    boolean off =
        wanted instanceof Expression.Constant(_, var value)
            && (value == Value.Bool.FALSE || value == Value.Null.NULL);
    if (!off) {
      tokens
          .mistakes()
          .add(offset, "prompts are never escaped; use the filter 'escape' where it is wanted");
    }
    return new Statement.Scoped(
        offset, statements.closedBody("autoescape", offset, "endautoescape"));
  }

  private Statement callBlock(int offset) {
    List<Parameter> parameters = tokens.current().isOperator("(") ? parameters() : List.of();
    int at = tokens.current().offset();
    Expression called = expressions.expression();
    if (!(called instanceof Expression.Call call)) {
      throw new Mistake(at, "expected a call, as in '{% call name() %}'");
    }
    return new Statement.CallBlock(
        offset, parameters, call, statements.closedBody("call", offset, "endcall"));
  }
}
