package io.promptflow4j.evaluators.statistics.planning;

import io.promptflow4j.evaluators.statistics.Arguments;

/// What is asked of a comparison: how often it may see a difference that is not there, and how
/// often it must see one that is.
///
/// @param alpha two-sided error rate when there is no difference
/// @param power chance of finding the difference when there is one
public record Demand(double alpha, double power) {

  public Demand {
    Arguments.share("alpha", alpha);
    Arguments.share("power", power);
    if (power <= alpha) {
      throw new IllegalArgumentException(
          "power is %s, but must be above alpha %s".formatted(power, alpha));
    }
  }

  /// An error rate of 5 % and a power of 80 %.
  public static Demand standard() {
    return new Demand(0.05, 0.8);
  }
}
