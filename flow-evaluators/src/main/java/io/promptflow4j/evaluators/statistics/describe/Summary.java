package io.promptflow4j.evaluators.statistics.describe;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.Quantiles;
import java.util.Arrays;
import org.hipparchus.stat.StatUtils;

/// What one sample looks like: count, mean, sample standard deviation (n − 1) and five quantiles.
public record Summary(
    int count,
    double mean,
    Figure<Double> standardDeviation,
    double minimum,
    double lowerQuartile,
    double median,
    double upperQuartile,
    double maximum) {

  /// Summarizes values, of which there may be none.
  public static Figure<Summary> of(double[] values) {
    double[] sorted = Arguments.finite("values", values);
    if (sorted.length == 0) {
      return Figure.unknown("there are no values");
    }
    Arrays.sort(sorted);
    return Figure.known(
        new Summary(
            sorted.length,
            StatUtils.mean(sorted),
            standardDeviationOf(sorted),
            sorted[0],
            Quantiles.ofSorted(sorted, 0.25),
            Quantiles.ofSorted(sorted, 0.5),
            Quantiles.ofSorted(sorted, 0.75),
            sorted[sorted.length - 1]));
  }

  private static Figure<Double> standardDeviationOf(double[] values) {
    return values.length < 2
        ? Figure.unknown("one value has no spread")
        : Figure.known(Math.sqrt(StatUtils.variance(values)));
  }
}
