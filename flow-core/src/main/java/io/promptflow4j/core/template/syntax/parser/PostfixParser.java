package io.promptflow4j.core.template.syntax.parser;

import io.promptflow4j.core.template.syntax.Expression;
import io.promptflow4j.core.template.syntax.Expression.Arguments;
import io.promptflow4j.core.template.syntax.Expression.Keyword;
import io.promptflow4j.core.template.syntax.lexer.Mistake;
import io.promptflow4j.core.template.syntax.lexer.Token;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/// Reads what stands behind an operand: attributes, subscripts and calls.
final class PostfixParser {

  private final TokenStream tokens;
  private final ExpressionParser expressions;

  PostfixParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /// `.name`, `[key]` and `(arguments)` behind `operand`.
  Expression postfix(Expression operand) {
    Expression result = operand;
    while (true) {
      Token token = tokens.current();
      if (token.isOperator(".") || token.isOperator("[")) {
        result = subscript(result);
      } else if (token.isOperator("(")) {
        result = call(result);
      } else {
        return result;
      }
    }
  }

  private Expression subscript(Expression of) {
    tokens.link();
    Token opener = tokens.next();
    if (opener.isOperator("[")) {
      return new Expression.Item(opener.offset(), of, keys(opener.offset()));
    }
    Token name = tokens.next();
    return switch (name.kind()) {
      case NAME -> new Expression.Attribute(name.offset(), of, name.text().intern());
      case INTEGER ->
          new Expression.Item(
              name.offset(),
              of,
              new Expression.Constant(name.offset(), new Value.Whole(PrimaryParser.whole(name))));
      default ->
          throw new Mistake(
              name.offset(), "expected a name or a number after '.', but found " + name.shown());
    };
  }

  private Expression keys(int offset) {
    var keys = new ArrayList<Expression>();
    while (!tokens.current().isOperator("]")) {
      if (!keys.isEmpty()) {
        tokens.expectOperator(",", "between the parts of a subscript");
      }
      keys.add(expressions.primaries().subscriptKey());
    }
    tokens.next();
    return keys.size() == 1 ? keys.getFirst() : new Expression.TupleDisplay(offset, keys);
  }

  Expression.Call call(Expression function) {
    tokens.link();
    int offset = tokens.current().offset();
    return new Expression.Call(offset, function, arguments());
  }

  /// `(…)` behind what is called.
  Arguments arguments() {
    int open = tokens.expectOperator("(", "before the arguments").offset();
    var positional = new ArrayList<Expression>();
    var keywords = new ArrayList<Keyword>();
    Expression spread = null;
    Expression spreadKeywords = null;
    while (!tokens.current().isOperator(")")) {
      Token token = tokens.current();
      if (tokens.skipOperator("*")) {
        require(spread == null && spreadKeywords == null, token);
        spread = expressions.expression();
      } else if (tokens.skipOperator("**")) {
        require(spreadKeywords == null, token);
        spreadKeywords = expressions.expression();
      } else if (token.is(Token.Kind.NAME) && tokens.look().isOperator("=")) {
        require(spreadKeywords == null, token);
        tokens.next();
        tokens.next();
        keywords.add(new Keyword(token.text(), expressions.expression()));
      } else {
        require(spread == null && spreadKeywords == null && keywords.isEmpty(), token);
        positional.add(expressions.expression());
      }
      if (!tokens.current().isOperator(")")) {
        tokens.expectOperator(",", "between two arguments, or ')' at the end");
      }
    }
    tokens.next();
    rejectRepeated(keywords, open);
    return new Arguments(positional, keywords, spread, spreadKeywords);
  }

  private static void require(boolean fits, Token at) {
    if (!fits) {
      throw new Mistake(
          at.offset(),
          "arguments come in the order: plain ones, name=value, *list, **mapping; move this one");
    }
  }

  private static void rejectRepeated(List<Keyword> keywords, int offset) {
    long distinct = keywords.stream().map(Keyword::name).distinct().count();
    if (distinct < keywords.size()) {
      throw new Mistake(offset, "an argument is given twice; remove one of the two");
    }
  }
}
