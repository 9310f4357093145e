package io.promptflow4j.core.template.syntax.parser;

import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.template.syntax.Expression;
import io.promptflow4j.core.template.syntax.Statement;
import io.promptflow4j.core.template.syntax.lexer.Mistake;
import io.promptflow4j.core.template.syntax.lexer.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads a template as a list of statements.
final class StatementParser {

  private static final List<String> TAGS =
      List.of(
          "for",
          "if",
          "block",
          "extends",
          "print",
          "macro",
          "include",
          "from",
          "import",
          "set",
          "with",
          "autoescape",
          "call",
          "filter",
          "raw",
          "elif",
          "else",
          "endfor",
          "endif",
          "endmacro",
          "endset",
          "endwith",
          "endcall",
          "endfilter",
          "endblock",
          "endautoescape",
          "endraw");

  /// A block that has been opened and what may close it.
  private record Open(String tag, int offset, List<String> ends) {}

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final BlockParser blocks;
  private final TagParser tags;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Set<String> unknown = new HashSet<>();

  StatementParser(TokenStream tokens, KnownNames known) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens, known);
    this.tags = new TagParser(tokens, expressions);
    this.blocks = new BlockParser(tokens, expressions, tags, this);
  }

  List<Statement> template() {
    try {
      return whole();
    } finally {
      expressions.filters().report();
    }
  }

  private List<Statement> whole() {
    List<Statement> statements = statements();
    if (!tokens.current().is(Token.Kind.END)) {
      throw stray(tokens.current());
    }
    return statements;
  }

  /// The body of a block, whose header ends here. Leaves the cursor on the name of the tag that
  /// closes the body.
  List<Statement> body(String tag, int offset, String... ends) {
    tokens.skipOperator(":");
    tokens.expect(Token.Kind.BLOCK_END, "in '" + tag + "'");
    tokens.enter();
    open.push(new Open(tag, offset, List.of(ends)));
    List<Statement> body = statements();
    Token end = tokens.current();
    if (end.is(Token.Kind.END)) {
      throw new Mistake(
          offset,
          "this '%s' is never closed; end it with '{%% %s %%}'"
              .formatted(tag, List.of(ends).getLast()));
    }
    if (!List.of(ends).contains(end.text())) {
      throw stray(end);
    }
    open.pop();
    tokens.leave();
    return body;
  }

  /// As [#body], and goes behind the name of the closing tag.
  List<Statement> closedBody(String tag, int offset, String end) {
    List<Statement> body = body(tag, offset, end);
    tokens.next();
    return body;
  }

  /// Statements up to a tag that is no statement, or the end.
  private List<Statement> statements() {
    var statements = new ArrayList<Statement>();
    while (true) {
      Token token = tokens.current();
      switch (token.kind()) {
        case DATA -> {
          statements.add(new Statement.Data(token.offset(), token.text()));
          tokens.next();
        }
        case VARIABLE_BEGIN -> output(statements);
        case BLOCK_BEGIN -> {
          if (!block(statements)) {
            return statements;
          }
        }
        default -> {
          return statements;
        }
      }
    }
  }

  private void output(List<Statement> statements) {
    Token begin = tokens.next();
    int offset = begin.offset();
    int depth = tokens.depth();
    tokens.startTag();
    try {
      Expression expression = expressions.tuple(true, "");
      int end = tokens.expect(Token.Kind.VARIABLE_END, "").offset();
      statements.add(
          new Statement.Output(offset, offset + begin.text().length(), end, List.of(expression)));
    } catch (Mistake mistake) {
      tokens.mistakes().add(mistake);
      tokens.backTo(depth);
      tokens.skipPast(Token.Kind.VARIABLE_END);
    }
  }

  /// Reads one `{% … %}` statement; false if it closes or continues a block around it.
  private boolean block(List<Statement> statements) {
    tokens.next();
    tokens.startTag();
    Token name = tokens.current();
    if (!name.is(Token.Kind.NAME)) {
      throw tokens.wrong("the name of a tag", "after '{%'");
    }
    if (closes(name)) {
      return false;
    }
    if (blocks.knows(name.text())) {
      tokens.next();
      statements.add(blocks.block(name));
      tokens.expect(Token.Kind.BLOCK_END, "");
    } else {
      simple(name, statements);
    }
    return true;
  }

  private boolean closes(Token name) {
    return open.stream().anyMatch(block -> block.ends().contains(name.text()));
  }

  private void simple(Token name, List<Statement> statements) {
    int depth = tokens.depth();
    try {
      if (!tags.knows(name.text())) {
        unknownTag(name);
        return;
      }
      tokens.next();
      statements.add(tags.tag(name));
      tokens.expect(Token.Kind.BLOCK_END, "");
    } catch (Mistake mistake) {
      tokens.mistakes().add(mistake);
      tokens.backTo(depth);
      tokens.skipPast(Token.Kind.BLOCK_END);
    }
  }

  private void unknownTag(Token name) {
    String tag = name.text();
    boolean closesUnknown = tag.startsWith("end") && unknown.contains(tag.substring(3));
    if (!closesUnknown) {
      unknown.add(tag);
      tokens.mistakes().add(stray(name));
    }
    tokens.skipPast(Token.Kind.BLOCK_END);
  }

  private Mistake stray(Token name) {
    String tag = name.text();
    if (!open.isEmpty() && TAGS.contains(tag) && tag.startsWith("e")) {
      Open block = open.peek();
      return new Mistake(
          name.offset(),
          "'%s' cannot stand here; the '%s' of line %d expects '{%% %s %%}' first"
              .formatted(
                  tag,
                  block.tag(),
                  tokens.mistakes().line(block.offset()),
                  block.ends().getLast()));
    }
    return new Mistake(name.offset(), hint(tag));
  }

  private static String hint(String tag) {
    return switch (tag) {
      case "do" -> "there is no tag 'do'; use 'set', as data cannot be changed";
      case "break", "continue" ->
          "there is no tag '%s'; use 'for … if', or 'if' inside the loop".formatted(tag);
      case "trans", "pluralize", "debug" ->
          "there is no tag '%s'; it belongs to an extension of Jinja2".formatted(tag);
      case "elif", "else" -> "'%s' stands in no 'if' or 'for'; remove it".formatted(tag);
      default ->
          TAGS.contains(tag)
              ? "'%s' closes nothing; remove it or open its block".formatted(tag)
              : "there is no tag named '%s'.%s".formatted(tag, Suggestion.didYouMean(tag, TAGS));
    };
  }
}
