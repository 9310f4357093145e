package io.promptflow4j.core.template.syntax.parser;

import io.promptflow4j.core.template.syntax.Expression;
import io.promptflow4j.core.template.syntax.Expression.Arguments;
import io.promptflow4j.core.template.syntax.Expression.BinaryOperator;
import io.promptflow4j.core.template.syntax.Expression.CompareOperator;
import io.promptflow4j.core.template.syntax.Expression.Keyword;
import io.promptflow4j.core.template.syntax.Expression.Link;
import io.promptflow4j.core.template.syntax.Expression.UnaryOperator;
import io.promptflow4j.core.template.syntax.lexer.Mistake;
import io.promptflow4j.core.template.syntax.lexer.Token;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads expressions, from the weakest operator to the strongest.
final class ExpressionParser {

  private final TokenStream tokens;
  private final FilterParser filters;
  private final PrimaryParser primaries;

  ExpressionParser(TokenStream tokens, KnownNames known) {
    this.tokens = tokens;
    this.filters = new FilterParser(tokens, this, known);
    this.primaries = new PrimaryParser(tokens, this);
  }

  FilterParser filters() {
    return filters;
  }

  PrimaryParser primaries() {
    return primaries;
  }

  Expression expression() {
    tokens.enter();
    Expression parsed = conditional();
    tokens.leave();
    return parsed;
  }

  /// One expression, or a tuple if commas follow.
  ///
  /// @param withCondition whether `a if b` may stand here
  /// @param end a name that ends the tuple, or an empty text
  Expression tuple(boolean withCondition, String end) {
    int offset = tokens.current().offset();
    var items = new ArrayList<Expression>();
    boolean isTuple = false;
    while (!endsTuple(end)) {
      items.add(withCondition ? expression() : unconditional());
      if (!tokens.skipOperator(",")) {
        break;
      }
      isTuple = true;
    }
    if (isTuple) {
      return new Expression.TupleDisplay(offset, items);
    }
    if (items.isEmpty()) {
      throw tokens.wrong("an expression", "");
    }
    return items.getFirst();
  }

  private boolean endsTuple(String end) {
    Token token = tokens.current();
    return token.is(Token.Kind.VARIABLE_END)
        || token.is(Token.Kind.BLOCK_END)
        || token.isOperator(")")
        || (!end.isEmpty() && token.isName(end));
  }

  Expression unconditional() {
    tokens.enter();
    Expression parsed = or();
    tokens.leave();
    return parsed;
  }

  /// `(…)`: a tuple if it is empty or has a comma, else what stands in it.
  Expression parenthesized() {
    int offset = tokens.next().offset();
    Expression inside =
        tokens.current().isOperator(")")
            ? new Expression.TupleDisplay(offset, List.of())
            : tuple(true, "");
    tokens.expectOperator(")", "to close the parenthesis");
    return inside;
  }

  private Expression conditional() {
    int unknown = filters.unknownSoFar();
    Expression then = or();
    while (tokens.current().isName("if")) {
      filters.forgive(unknown);
      int offset = tokens.next().offset();
      tokens.link();
      filters.enterBranch();
      Expression condition = or();
      Expression otherwise = null;
      if (tokens.skipName("else")) {
        tokens.enter();
        otherwise = conditional();
        tokens.leave();
      }
      filters.leaveBranch();
      then = new Expression.Conditional(offset, condition, then, otherwise);
    }
    return then;
  }

  private Expression or() {
    Expression left = and();
    while (tokens.current().isName("or")) {
      int offset = tokens.next().offset();
      tokens.link();
      left = new Expression.Binary(offset, BinaryOperator.OR, left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (tokens.current().isName("and")) {
      int offset = tokens.next().offset();
      tokens.link();
      left = new Expression.Binary(offset, BinaryOperator.AND, left, not());
    }
    return left;
  }

  private Expression not() {
    if (!tokens.current().isName("not")) {
      return comparison();
    }
    int offset = tokens.next().offset();
    tokens.link();
    return new Expression.Unary(offset, UnaryOperator.NOT, not());
  }

  private Expression comparison() {
    int offset = tokens.current().offset();
    Expression first = sum();
    var links = new ArrayList<Link>();
    Optional<CompareOperator> operator = compareOperator();
    while (operator.isPresent()) {
      int at = tokens.next().offset();
      if (operator.get() == CompareOperator.NOT_IN) {
        tokens.next();
      }
      tokens.link();
      links.add(new Link(at, operator.get(), sum()));
      operator = compareOperator();
    }
    return links.isEmpty() ? first : new Expression.Comparison(offset, first, links);
  }

  private Optional<CompareOperator> compareOperator() {
    Token token = tokens.current();
    if (token.isName("in")) {
      return Optional.of(CompareOperator.IN);
    }
    if (token.isName("not") && tokens.look().isName("in")) {
      return Optional.of(CompareOperator.NOT_IN);
    }
    if (!token.is(Token.Kind.OPERATOR)) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (token.text()) {
          case "==" -> CompareOperator.EQUAL;
          case "!=" -> CompareOperator.NOT_EQUAL;
          case "<" -> CompareOperator.LESS;
          case "<=" -> CompareOperator.LESS_OR_EQUAL;
          case ">" -> CompareOperator.GREATER;
          case ">=" -> CompareOperator.GREATER_OR_EQUAL;
          default -> null;
        });
  }

  private Expression sum() {
    Expression left = concatenation();
    while (true) {
      BinaryOperator operator = operatorIn("+", BinaryOperator.ADD, "-", BinaryOperator.SUBTRACT);
      if (operator == null) {
        return left;
      }
      int offset = tokens.next().offset();
      tokens.link();
      left = new Expression.Binary(offset, operator, left, concatenation());
    }
  }

  private @Nullable BinaryOperator operatorIn(
      String one, BinaryOperator first, String two, BinaryOperator second) {
    Token token = tokens.current();
    if (token.isOperator(one)) {
      return first;
    }
    return token.isOperator(two) ? second : null;
  }

  private Expression concatenation() {
    int offset = tokens.current().offset();
    Expression first = product();
    if (!tokens.current().isOperator("~")) {
      return first;
    }
    var parts = new ArrayList<Expression>();
    parts.add(first);
    while (tokens.skipOperator("~")) {
      parts.add(product());
    }
    return new Expression.Concatenation(offset, parts);
  }

  private Expression product() {
    Expression left = power();
    while (true) {
      BinaryOperator operator =
          operatorIn("*", BinaryOperator.MULTIPLY, "/", BinaryOperator.DIVIDE);
      if (operator == null) {
        operator = operatorIn("//", BinaryOperator.FLOOR_DIVIDE, "%", BinaryOperator.MODULO);
      }
      if (operator == null) {
        return left;
      }
      int offset = tokens.next().offset();
      tokens.link();
      left = new Expression.Binary(offset, operator, left, power());
    }
  }

  private Expression power() {
    Expression left = unary(true);
    while (tokens.current().isOperator("**")) {
      int offset = tokens.next().offset();
      tokens.link();
      left = new Expression.Binary(offset, BinaryOperator.POWER, left, unary(true));
    }
    return left;
  }

  private Expression unary(boolean withFilters) {
    Token token = tokens.current();
    Expression operand;
    if (token.isOperator("-") || token.isOperator("+")) {
      tokens.next();
      tokens.link();
      UnaryOperator operator = token.isOperator("-") ? UnaryOperator.NEGATE : UnaryOperator.PLUS;
      operand = new Expression.Unary(token.offset(), operator, unary(false));
    } else {
      operand = primaries.primary();
    }
    operand = postfix(operand);
    return withFilters ? filters.filtersAndTests(operand) : operand;
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
      keys.add(primaries.subscriptKey());
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
        spread = expression();
      } else if (tokens.skipOperator("**")) {
        require(spreadKeywords == null, token);
        spreadKeywords = expression();
      } else if (token.is(Token.Kind.NAME) && tokens.look().isOperator("=")) {
        require(spreadKeywords == null, token);
        tokens.next();
        tokens.next();
        keywords.add(new Keyword(token.text(), expression()));
      } else {
        require(spread == null && spreadKeywords == null && keywords.isEmpty(), token);
        positional.add(expression());
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
