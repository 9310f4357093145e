package io.promptflow4j.core.template.syntax.parser;

import io.promptflow4j.core.template.syntax.Expression;
import io.promptflow4j.core.template.syntax.Statement;
import io.promptflow4j.core.template.syntax.Statement.Imported;
import io.promptflow4j.core.template.syntax.Statement.Target;
import io.promptflow4j.core.template.syntax.lexer.Mistake;
import io.promptflow4j.core.template.syntax.lexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the tags that have no body, and the targets of assignments.
final class TagParser {

  private static final Set<String> TAGS = Set.of("extends", "print", "include", "from", "import");

  private final TokenStream tokens;
  private final ExpressionParser expressions;

  TagParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  boolean knows(String name) {
    return TAGS.contains(name);
  }

  /// Reads the tag whose name has just been read.
  Statement tag(Token name) {
    int offset = name.offset();
    return switch (name.text()) {
      case "extends" -> new Statement.Extends(offset, expressions.expression());
      case "print" -> print(offset);
      case "include" -> include(offset);
      case "import" -> importAs(offset);
      case "from" -> fromImport(offset);
      default -> throw new IllegalStateException("not a simple tag: " + name.text());
    };
  }

  private Statement print(int offset) {
    var printed = new ArrayList<Expression>();
    while (!tokens.current().is(Token.Kind.BLOCK_END)) {
      if (!printed.isEmpty()) {
        tokens.expectOperator(",", "between two expressions");
      }
      printed.add(expressions.expression());
    }
    int end = tokens.current().offset();
    return new Statement.Output(offset, offset + "print".length(), end, printed);
  }

  private Statement include(int offset) {
    Expression template = expressions.expression();
    boolean ignore = tokens.current().isName("ignore") && tokens.look().isName("missing");
    if (ignore) {
      tokens.next();
      tokens.next();
    }
    Boolean context = context();
    return new Statement.Include(offset, template, ignore, context == null || context);
  }

  /// `with context` or `without context`; null if neither stands here.
  private @Nullable Boolean context() {
    Token token = tokens.current();
    boolean stands =
        (token.isName("with") || token.isName("without")) && tokens.look().isName("context");
    if (!stands) {
      return null;
    }
    tokens.next();
    tokens.next();
    return token.isName("with");
  }

  private Statement importAs(int offset) {
    Expression template = expressions.expression();
    tokens.expectName("as", "and a name, under which the import is known");
    Target.NameTarget alias = nameTarget();
    Boolean context = context();
    return new Statement.Import(offset, template, alias.name(), context != null && context);
  }

  private Statement fromImport(int offset) {
    Expression template = expressions.expression();
    tokens.expectName("import", "in 'from'");
    var names = new ArrayList<Imported>();
    while (true) {
      Boolean context = context();
      if (context != null) {
        return new Statement.FromImport(offset, template, names, context);
      }
      if (!tokens.current().is(Token.Kind.NAME)) {
        throw tokens.wrong("the name of a macro", "after 'import' or ','");
      }
      names.add(imported());
      context = context();
      if (context != null || !tokens.current().isOperator(",")) {
        return new Statement.FromImport(offset, template, names, context != null && context);
      }
      tokens.next();
    }
  }

  private Imported imported() {
    Target.NameTarget name = nameTarget();
    if (name.name().startsWith("_")) {
      throw new Mistake(name.offset(), "names that start with '_' cannot be imported; rename it");
    }
    String alias = tokens.skipName("as") ? nameTarget().name() : name.name();
    return new Imported(name.offset(), name.name(), alias);
  }

  Target.NameTarget nameTarget() {
    Token token = tokens.expect(Token.Kind.NAME, "to assign to");
    return new Target.NameTarget(token.offset(), assignable(token));
  }

  private static String assignable(Token token) {
    return switch (token.text()) {
      case "true", "false", "none", "True", "False", "None" ->
          throw new Mistake(
              token.offset(), "'%s' cannot be assigned to; choose a name".formatted(token.text()));
      default -> token.text().intern();
    };
  }

  /// What stands left of `=` in a `set` or `with`, or before `in` of a `for`.
  ///
  /// @param end a name that ends it, or an empty text
  Target target(boolean withNamespace, String end) {
    if (withNamespace && tokens.current().is(Token.Kind.NAME) && tokens.look().isOperator(".")) {
      Token name = tokens.next();
      tokens.next();
      Token attribute = tokens.expect(Token.Kind.NAME, "after '.'");
      return new Target.NamespaceTarget(
          name.offset(), name.text().intern(), attribute.text().intern());
    }
    int offset = tokens.current().offset();
    var targets = new ArrayList<Target>();
    boolean isTuple = false;
    while (!endsTarget(end)) {
      targets.add(simpleTarget());
      if (!tokens.skipOperator(",")) {
        break;
      }
      isTuple = true;
    }
    if (targets.isEmpty()) {
      throw tokens.wrong("a name", "to assign to");
    }
    return isTuple ? new Target.TupleTarget(offset, List.copyOf(targets)) : targets.getFirst();
  }

  private boolean endsTarget(String end) {
    Token token = tokens.current();
    return token.is(Token.Kind.BLOCK_END)
        || token.isOperator(")")
        || (!end.isEmpty() && token.isName(end));
  }

  private Target simpleTarget() {
    if (!tokens.current().isOperator("(")) {
      return nameTarget();
    }
    int offset = tokens.next().offset();
    tokens.enter();
    Target inner =
        tokens.current().isOperator(")")
            ? new Target.TupleTarget(offset, List.of())
            : target(false, "");
    tokens.leave();
    tokens.expectOperator(")", "to close the parenthesis");
    return inner;
  }
}
