package io.promptflow4j.core.template.syntax.parser;

import io.promptflow4j.core.template.syntax.Expression;
import io.promptflow4j.core.template.syntax.Expression.Entry;
import io.promptflow4j.core.template.syntax.lexer.Token;
import io.promptflow4j.core.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads what expressions are made of: names, literals, displays, and the keys of subscripts.
final class PrimaryParser {

  private final TokenStream tokens;
  private final ExpressionParser expressions;

  PrimaryParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  Expression primary() {
    Token token = tokens.current();
    return switch (token.kind()) {
      case NAME -> name(tokens.next());
      case STRING -> string();
      case INTEGER ->
          new Expression.Constant(tokens.next().offset(), new Value.Whole(whole(token)));
      case FLOAT ->
          new Expression.Constant(
              tokens.next().offset(), Value.of(Double.parseDouble(token.text())));
      case OPERATOR -> bracketed(token);
      case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END ->
          throw tokens.wrong("an expression", "");
    };
  }

  private static Expression name(Token token) {
    return switch (token.text()) {
      case "true", "True" -> new Expression.Constant(token.offset(), Value.Bool.TRUE);
      case "false", "False" -> new Expression.Constant(token.offset(), Value.Bool.FALSE);
      case "none", "None" -> new Expression.Constant(token.offset(), Value.Null.NULL);
      default -> new Expression.Name(token.offset(), token.text().intern());
    };
  }

  /// Adjacent texts are one text.
  private Expression string() {
    Token first = tokens.next();
    var text = new StringBuilder(first.text());
    while (tokens.current().is(Token.Kind.STRING)) {
      text.append(tokens.next().text());
    }
    return new Expression.Constant(first.offset(), Value.of(text.toString()));
  }

  private Expression bracketed(Token token) {
    tokens.enter();
    Expression parsed =
        switch (token.text()) {
          case "(" -> expressions.parenthesized();
          case "[" -> list();
          case "{" -> dict();
          default -> throw tokens.wrong("an expression", "");
        };
    tokens.leave();
    return parsed;
  }

  private Expression list() {
    int offset = tokens.next().offset();
    var items = new ArrayList<Expression>();
    while (!tokens.current().isOperator("]")) {
      items.add(expressions.expression());
      if (!tokens.current().isOperator("]")) {
        tokens.expectOperator(",", "between two items, or ']' at the end of the list");
      }
    }
    tokens.next();
    return new Expression.ListDisplay(offset, items);
  }

  private Expression dict() {
    int offset = tokens.next().offset();
    var entries = new ArrayList<Entry>();
    while (!tokens.current().isOperator("}")) {
      Expression key = expressions.expression();
      tokens.expectOperator(":", "between key and value");
      entries.add(new Entry(key, expressions.expression()));
      if (!tokens.current().isOperator("}")) {
        tokens.expectOperator(",", "between two entries, or '}' at the end of the mapping");
      }
    }
    tokens.next();
    return new Expression.DictDisplay(offset, entries);
  }

  /// One part of `[…]`: an expression or a slice.
  Expression subscriptKey() {
    int offset = tokens.current().offset();
    Expression start = tokens.current().isOperator(":") ? null : expressions.expression();
    if (start != null && !tokens.current().isOperator(":")) {
      return start;
    }
    tokens.next();
    Expression stop = sliceBound();
    Expression step = tokens.skipOperator(":") ? sliceBound() : null;
    return new Expression.Slice(offset, start, stop, step);
  }

  private @Nullable Expression sliceBound() {
    Token token = tokens.current();
    boolean ends = token.isOperator(":") || token.isOperator("]") || token.isOperator(",");
    return ends ? null : expressions.expression();
  }

  static BigInteger whole(Token token) {
    String digits = token.text().toLowerCase(Locale.ROOT);
    return switch (digits.length() < 2 ? ' ' : digits.charAt(1)) {
      case 'x' -> new BigInteger(digits.substring(2), 16);
      case 'o' -> new BigInteger(digits.substring(2), 8);
      case 'b' -> new BigInteger(digits.substring(2), 2);
      default -> new BigInteger(digits);
    };
  }
}
