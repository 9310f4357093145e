package io.promptflow4j.core.template.syntax.parser;

import io.promptflow4j.core.template.syntax.lexer.Mistake;
import io.promptflow4j.core.template.syntax.lexer.Token;
import java.util.List;

/// The tokens of a template with a cursor, a measure of depth, and the mistakes found so far.
final class TokenStream {

  private static final int MAX_DEPTH = 100;
  private static final int MAX_CHAIN = 400;

  private final List<Token> tokens;
  private final Mistakes mistakes;
  private int at;
  private int depth;
  private int chain;

  TokenStream(List<Token> tokens, Mistakes mistakes) {
    this.tokens = tokens;
    this.mistakes = mistakes;
  }

  Mistakes mistakes() {
    return mistakes;
  }

  Token current() {
    return tokens.get(at);
  }

  Token look() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    if (at < tokens.size() - 1) {
      at++;
    }
    return token;
  }

  boolean skipOperator(String operator) {
    boolean found = current().isOperator(operator);
    if (found) {
      next();
    }
    return found;
  }

  boolean skipName(String name) {
    boolean found = current().isName(name);
    if (found) {
      next();
    }
    return found;
  }

  Token expectOperator(String operator, String context) {
    if (!current().isOperator(operator)) {
      throw wrong("'" + operator + "'", context);
    }
    return next();
  }

  Token expect(Token.Kind kind, String context) {
    if (!current().is(kind)) {
      throw wrong(kind.title(), context);
    }
    return next();
  }

  Token expectName(String name, String context) {
    if (!current().isName(name)) {
      throw wrong("'" + name + "'", context);
    }
    return next();
  }

  /// A mistake at the current token, of which something else was expected.
  Mistake wrong(String expected, String context) {
    Token found = current();
    return new Mistake(
        found.offset(),
        "expected %s%s, but found %s"
            .formatted(expected, context.isEmpty() ? "" : " " + context, found.shown()));
  }

  /// Goes one level down; too many levels are refused, so that nothing later runs out of stack.
  void enter() {
    if (++depth > MAX_DEPTH) {
      throw new Mistake(
          current().offset(),
          "more than %d levels of nesting; split it with 'set' or a macro".formatted(MAX_DEPTH));
    }
  }

  void leave() {
    depth--;
  }

  int depth() {
    return depth;
  }

  void backTo(int depth) {
    this.depth = depth;
  }

  /// Counts one more link of operators, filters or calls in a row within one tag.
  void link() {
    if (++chain > MAX_CHAIN) {
      throw new Mistake(
          current().offset(),
          "more than %d operators in one tag; split it with 'set'".formatted(MAX_CHAIN));
    }
  }

  void startTag() {
    chain = 0;
  }

  /// Goes behind the next token of `kind`, or to the end of the template.
  void skipPast(Token.Kind kind) {
    while (!current().is(kind) && !current().is(Token.Kind.END)) {
      next();
    }
    next();
  }
}
