package io.promptflow4j.evaluators.statistics;

import java.util.function.Function;

/// A number, or several, that the data may not be enough for.
///
/// One value has no spread and equal values have no correlation: such a figure is [Unknown] and
/// says why, instead of being NaN, zero or infinite.
public sealed interface Figure<T> {

  /// The figure could be computed.
  record Known<T>(T value) implements Figure<T> {}

  /// The figure could not be computed; `because` is a clause without a full stop.
  record Unknown<T>(String because) implements Figure<T> {}

  /// A figure that could be computed.
  static <T> Figure<T> known(T value) {
    return new Known<>(value);
  }

  /// A figure that could not be computed, with the reason.
  static <T> Figure<T> unknown(String because) {
    return new Unknown<>(because);
  }

  /// Carries the value on, or the reason why there is none.
  default <R> Figure<R> map(Function<T, R> next) {
    return switch (this) {
      case Known<T>(T value) -> new Known<>(next.apply(value));
      case Unknown<T>(String because) -> new Unknown<>(because);
    };
  }

  /// The value, where its absence would be a mistake of the caller.
  ///
  /// @throws IllegalStateException with the reason, if the figure is unknown
  default T orThrow() {
    return switch (this) {
      case Known<T>(T value) -> value;
      case Unknown<T>(String because) -> throw new IllegalStateException(because);
    };
  }
}
