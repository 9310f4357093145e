package io.promptflow4j.core.template.compile;

import io.promptflow4j.core.template.operation.Arithmetic;
import io.promptflow4j.core.template.operation.Comparing;
import io.promptflow4j.core.template.python.PyNumber.Bool;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.Rendering;
import io.promptflow4j.core.template.python.Rendering.Spot;
import io.promptflow4j.core.template.render.Evaluator;
import io.promptflow4j.core.template.syntax.Expression;
import io.promptflow4j.core.template.syntax.Expression.BinaryOperator;
import io.promptflow4j.core.template.syntax.Expression.CompareOperator;
import io.promptflow4j.core.template.syntax.Expression.Link;

/// Turns operators into code.
final class OperatorCompiler {

  private final ExpressionCompiler expressions;

  OperatorCompiler(ExpressionCompiler expressions) {
    this.expressions = expressions;
  }

  Evaluator unary(Expression.Unary unary) {
    Evaluator operand = expressions.compile(unary.operand());
    Spot spot = expressions.spot(unary.offset());
    return switch (unary.operator()) {
      case NOT -> scope -> Bool.of(!operand.evaluate(scope).truth());
      case NEGATE ->
          scope -> {
            PyObject value = operand.evaluate(scope);
            scope.rendering().at(spot);
            return Arithmetic.negate(value);
          };
      case PLUS ->
          scope -> {
            PyObject value = operand.evaluate(scope);
            scope.rendering().at(spot);
            return Arithmetic.plus(value);
          };
    };
  }

  Evaluator binary(Expression.Binary binary) {
    Evaluator left = expressions.compile(binary.left());
    Evaluator right = expressions.compile(binary.right());
    BinaryOperator operator = binary.operator();
    Spot spot = expressions.spot(binary.offset());
    return switch (operator) {
      case OR ->
          scope -> {
            PyObject first = left.evaluate(scope);
            return first.truth() ? first : right.evaluate(scope);
          };
      case AND ->
          scope -> {
            PyObject first = left.evaluate(scope);
            return first.truth() ? right.evaluate(scope) : first;
          };
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, FLOOR_DIVIDE, MODULO, POWER ->
          scope -> {
            PyObject first = left.evaluate(scope);
            PyObject second = right.evaluate(scope);
            scope.rendering().at(spot);
            scope.rendering().step();
            return compute(operator, first, second, scope.rendering());
          };
    };
  }

  private static PyObject compute(
      BinaryOperator operator, PyObject left, PyObject right, Rendering rendering) {
    return switch (operator) {
      case ADD -> Arithmetic.add(left, right, rendering);
      case SUBTRACT -> Arithmetic.subtract(left, right);
      case MULTIPLY -> Arithmetic.multiply(left, right, rendering);
      case DIVIDE -> Arithmetic.divide(left, right);
      case FLOOR_DIVIDE -> Arithmetic.floorDivide(left, right);
      case MODULO -> Arithmetic.modulo(left, right, rendering);
      case POWER -> Arithmetic.power(left, right);
      case OR, AND -> throw new IllegalStateException("decided before both are known");
    };
  }

  Evaluator comparison(Expression.Comparison comparison) {
    Evaluator first = expressions.compile(comparison.first());
    Evaluator[] others =
        comparison.links().stream()
            .map(link -> expressions.compile(link.right()))
            .toArray(Evaluator[]::new);
    CompareOperator[] operators =
        comparison.links().stream().map(Link::operator).toArray(CompareOperator[]::new);
    Spot[] spots =
        comparison.links().stream()
            .map(link -> expressions.spot(link.offset()))
            .toArray(Spot[]::new);
    return scope -> {
      PyObject left = first.evaluate(scope);
      for (int i = 0; i < others.length; i++) {
        PyObject right = others[i].evaluate(scope);
        scope.rendering().at(spots[i]);
        if (!holds(operators[i], left, right, scope.rendering())) {
          return Bool.FALSE;
        }
        left = right;
      }
      return Bool.TRUE;
    };
  }

  private static boolean holds(
      CompareOperator operator, PyObject left, PyObject right, Rendering rendering) {
    return switch (operator) {
      case EQUAL -> Comparing.equal(left, right, rendering);
      case NOT_EQUAL -> !Comparing.equal(left, right, rendering);
      case LESS -> Comparing.order(left, right, "<", rendering) == -1;
      case LESS_OR_EQUAL -> Comparing.order(left, right, "<=", rendering) <= 0;
      case GREATER -> Comparing.order(left, right, ">", rendering) == 1;
      case GREATER_OR_EQUAL -> isAtLeast(Comparing.order(left, right, ">=", rendering));
      case IN -> Comparing.contains(right, left, rendering);
      case NOT_IN -> !Comparing.contains(right, left, rendering);
    };
  }

  private static boolean isAtLeast(int order) {
    return order == 0 || order == 1;
  }
}
