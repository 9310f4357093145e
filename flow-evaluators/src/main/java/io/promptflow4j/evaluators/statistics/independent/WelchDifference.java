package io.promptflow4j.evaluators.statistics.independent;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.Interval;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.StatUtils;

/// The difference of the means of two groups that need not spread alike (Welch 1947): with `e =
/// s₁²/n₁ + s₂²/n₂` the interval is `m₂ − m₁ ± t √e`, where t has `e² / ((s₁²/n₁)²/(n₁−1) +
/// (s₂²/n₂)²/(n₂−1))` degrees of freedom.
public final class WelchDifference {

  private WelchDifference() {}

  /// Second minus first; unknown for a group of fewer than two values, or if neither spreads.
  public static Figure<Estimate> interval(double[] first, double[] second, double level) {
    Arguments.finite("first", first);
    Arguments.finite("second", second);
    Arguments.share("level", level);
    if (first.length < 2 || second.length < 2) {
      return Figure.unknown("a group of fewer than two values has no spread");
    }
    double one = StatUtils.variance(first) / first.length;
    double other = StatUtils.variance(second) / second.length;
    double error = one + other;
    double difference = StatUtils.mean(second) - StatUtils.mean(first);
    if (error == 0) {
      return Figure.unknown("all values of each group are equal");
    }
    double degrees =
        error * error / (one * one / (first.length - 1) + other * other / (second.length - 1));
    double reach =
        new TDistribution(degrees).inverseCumulativeProbability((1 + level) / 2) * Math.sqrt(error);
    return Figure.known(
        new Estimate(difference, new Interval(difference - reach, difference + reach, level)));
  }
}
