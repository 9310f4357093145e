package io.promptflow4j.evaluators.statistics;

/// Checks at the border of this room: each names the argument it complains of.
public final class Arguments {

  private Arguments() {}

  /// A copy of values that are all finite.
  public static double[] finite(String name, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "%s: value %d is %s, but only finite numbers can be used"
                .formatted(name, i + 1, values[i]));
      }
    }
    return values.clone();
  }

  /// A number that is finite.
  public static double finite(String name, double value) {
    return require(Double.isFinite(value), name, value, "a finite number");
  }

  /// A probability strictly between 0 and 1, such as a confidence level.
  public static double share(String name, double value) {
    return require(value > 0 && value < 1, name, value, "strictly between 0 and 1");
  }

  /// A probability from 0 to 1.
  public static double probability(String name, double value) {
    return require(value >= 0 && value <= 1, name, value, "from 0 to 1");
  }

  /// A finite number above 0.
  public static double positive(String name, double value) {
    return require(value > 0 && Double.isFinite(value), name, value, "a finite number above 0");
  }

  /// A whole number that is not too small.
  public static int atLeast(String name, int minimum, int value) {
    if (value < minimum) {
      throw new IllegalArgumentException(
          "%s is %d, but must be at least %d".formatted(name, value, minimum));
    }
    return value;
  }

  /// Two columns that belong together.
  public static void sameLength(String first, int length, String second, int other) {
    if (length != other) {
      throw new IllegalArgumentException(
          "%s has %d values, but %s has %d".formatted(first, length, second, other));
    }
  }

  private static double require(boolean holds, String name, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s is %s, but must be %s".formatted(name, value, expected));
    }
    return value;
  }
}
