package io.promptflow4j.core.template.syntax.parser;

import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.template.syntax.Expression;
import io.promptflow4j.core.template.syntax.Expression.Arguments;
import io.promptflow4j.core.template.syntax.Expression.UnaryOperator;
import io.promptflow4j.core.template.syntax.lexer.Mistake;
import io.promptflow4j.core.template.syntax.lexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `| filter` and `is test`.
///
/// An unknown name is a mistake at once, except inside a branch: there Jinja2 complains only when
/// the branch is taken, so that a template may ask for what newer versions have.
final class FilterParser {

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final KnownNames known;
  private final List<Mistake> unknown = new ArrayList<>();
  private boolean inBranch;
  private int conditionals;

  FilterParser(TokenStream tokens, ExpressionParser expressions, KnownNames known) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.known = known;
  }

  /// Says whether what follows stands in a branch of an `if`, and returns what was so before.
  boolean branch(boolean now) {
    boolean before = inBranch;
    inBranch = now;
    return before;
  }

  /// How many unknown names have been met so far.
  int unknownSoFar() {
    return unknown.size();
  }

  /// Forgives unknown names: what they stand in turned out to be one side of an inline `if`.
  void forgive(int soFar) {
    unknown.subList(soFar, unknown.size()).clear();
  }

  /// Reports the unknown names that were not forgiven.
  void report() {
    unknown.forEach(tokens.mistakes()::add);
  }

  void enterBranch() {
    conditionals++;
  }

  void leaveBranch() {
    conditionals--;
  }

  /// Everything that may stand behind an operand: filters, tests and calls of their results.
  Expression filtersAndTests(Expression operand) {
    Expression result = operand;
    while (true) {
      Token token = tokens.current();
      if (token.isOperator("|")) {
        result = filters(result);
      } else if (token.isName("is")) {
        result = test(result);
      } else if (token.isOperator("(")) {
        result = expressions.call(result);
      } else {
        return result;
      }
    }
  }

  private Expression filters(Expression on) {
    Expression result = on;
    while (tokens.skipOperator("|")) {
      result = filter(result);
    }
    return result;
  }

  /// The filters behind `{% filter` (which need no bar before the first) or `{% set x`.
  Expression.@Nullable Filter blockFilters(boolean firstIsBare) {
    Expression.Filter result = firstIsBare ? filter(null) : null;
    while (tokens.skipOperator("|")) {
      result = filter(result);
    }
    return result;
  }

  private Expression.Filter filter(@Nullable Expression on) {
    tokens.link();
    Token name = tokens.expect(Token.Kind.NAME, "of a filter");
    String full = dotted(name);
    check(name, full, "filter", known.filters());
    Arguments arguments =
        tokens.current().isOperator("(") ? expressions.arguments() : Arguments.NONE;
    return new Expression.Filter(name.offset(), on, full, arguments);
  }

  private String dotted(Token first) {
    var name = new StringBuilder(first.text());
    while (tokens.skipOperator(".")) {
      name.append('.').append(tokens.expect(Token.Kind.NAME, "after '.'").text());
    }
    return name.toString();
  }

  private void check(Token at, String name, String kind, Set<String> names) {
    if (!names.contains(name) && !inBranch && conditionals == 0) {
      unknown.add(
          new Mistake(
              at.offset(),
              "there is no %s named '%s'.%s"
                  .formatted(kind, name, Suggestion.didYouMean(name, names))));
    }
  }

  private Expression test(Expression on) {
    tokens.link();
    tokens.next();
    Token not = tokens.current();
    boolean negated = tokens.skipName("not");
    Token name = tokens.expect(Token.Kind.NAME, "of a test after 'is'");
    String full = dotted(name);
    check(name, full, "test", known.tests());
    Expression test = new Expression.Test(name.offset(), on, full, testArguments());
    return negated ? new Expression.Unary(not.offset(), UnaryOperator.NOT, test) : test;
  }

  private Arguments testArguments() {
    Token token = tokens.current();
    if (token.isOperator("(")) {
      return expressions.arguments();
    }
    if (!startsOperand(token)) {
      return Arguments.NONE;
    }
    if (token.isName("is")) {
      throw new Mistake(token.offset(), "tests cannot follow each other; join them with 'and'");
    }
    tokens.enter();
    Expression argument = expressions.postfix(expressions.primaries().primary());
    tokens.leave();
    return new Arguments(List.of(argument), List.of(), null, null);
  }

  private static boolean startsOperand(Token token) {
    return switch (token.kind()) {
      case NAME -> !token.isName("else") && !token.isName("or") && !token.isName("and");
      case STRING, INTEGER, FLOAT -> true;
      case OPERATOR -> token.isOperator("[") || token.isOperator("{");
      case DATA, VARIABLE_BEGIN, VARIABLE_END, BLOCK_BEGIN, BLOCK_END, END -> false;
    };
  }
}
