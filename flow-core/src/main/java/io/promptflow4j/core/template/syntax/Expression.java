package io.promptflow4j.core.template.syntax;

import io.promptflow4j.core.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something in a template that has a value.
public sealed interface Expression {

  /// Where it starts, or where the operator stands that makes it.
  int offset();

  record Constant(int offset, Value value) implements Expression {}

  record Name(int offset, String name) implements Expression {}

  record ListDisplay(int offset, List<Expression> items) implements Expression {}

  record TupleDisplay(int offset, List<Expression> items) implements Expression {}

  record DictDisplay(int offset, List<Entry> entries) implements Expression {}

  /// One `key: value` of a dictionary display.
  record Entry(Expression key, Expression value) {}

  /// `of.name`
  record Attribute(int offset, Expression of, String name) implements Expression {}

  /// `of[key]`
  record Item(int offset, Expression of, Expression key) implements Expression {}

  /// `start:stop:step`, only as the key of an [Item].
  record Slice(
      int offset, @Nullable Expression start, @Nullable Expression stop, @Nullable Expression step)
      implements Expression {}

  record Call(int offset, Expression function, Arguments arguments) implements Expression {}

  /// `on | name(arguments)`; in a `filter` or `set` block the innermost filter stands on nothing
  /// that is written.
  record Filter(int offset, @Nullable Expression on, String name, Arguments arguments)
      implements Expression {}

  /// `on is name(arguments)`
  record Test(int offset, Expression on, String name, Arguments arguments) implements Expression {}

  record Unary(int offset, UnaryOperator operator, Expression operand) implements Expression {}

  record Binary(int offset, BinaryOperator operator, Expression left, Expression right)
      implements Expression {}

  /// `first < second <= third …`
  record Comparison(int offset, Expression first, List<Link> links) implements Expression {}

  /// One operator of a comparison and what stands to its right.
  record Link(int offset, CompareOperator operator, Expression right) {}

  /// `a ~ b ~ …`
  record Concatenation(int offset, List<Expression> parts) implements Expression {}

  /// `then if condition else otherwise`
  record Conditional(
      int offset, Expression condition, Expression then, @Nullable Expression otherwise)
      implements Expression {}

  /// What is passed in a call, in the order it is written.
  record Arguments(
      List<Expression> positional,
      List<Keyword> keywords,
      @Nullable Expression spread,
      @Nullable Expression spreadKeywords) {
    public static final Arguments NONE = new Arguments(List.of(), List.of(), null, null);
  }

  /// `name=value`
  record Keyword(String name, Expression value) {}

  /// An operator before its operand.
  enum UnaryOperator {
    NEGATE,
    PLUS,
    NOT
  }

  /// An operator between two operands.
  enum BinaryOperator {
    OR,
    AND,
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    FLOOR_DIVIDE,
    MODULO,
    POWER
  }

  /// An operator that compares.
  enum CompareOperator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    IN,
    NOT_IN
  }
}
