package io.promptflow4j.core.template.syntax;

import io.promptflow4j.core.template.syntax.Expression.BinaryOperator;
import io.promptflow4j.core.template.syntax.Expression.UnaryOperator;
import java.util.HashSet;
import java.util.Set;

/// The names that are known to exist where a condition holds, or where it does not.
final class Guards {

  private Guards() {}

  static Set<String> where(Expression condition, boolean holds) {
    return switch (condition) {
      case Expression.Name(_, var name) when holds -> Set.of(name);
      case Expression.Test(_, Expression.Name(_, var name), var test, _)
          when test.equals(holds ? "defined" : "undefined") ->
          Set.of(name);
      case Expression.Unary(_, var operator, var operand) when operator == UnaryOperator.NOT ->
          where(operand, !holds);
      case Expression.Binary(_, var operator, var left, var right)
          when operator == (holds ? BinaryOperator.AND : BinaryOperator.OR) ->
          both(where(left, holds), where(right, holds));
      default -> Set.of();
    };
  }

  static Set<String> both(Set<String> one, Set<String> two) {
    if (one.isEmpty()) {
      return two;
    }
    var all = new HashSet<>(one);
    all.addAll(two);
    return all;
  }
}
