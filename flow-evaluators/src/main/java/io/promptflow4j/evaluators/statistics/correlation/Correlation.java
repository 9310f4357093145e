package io.promptflow4j.evaluators.statistics.correlation;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.Interval;
import io.promptflow4j.evaluators.statistics.Ranks;
import java.util.Arrays;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.stat.correlation.KendallsCorrelation;
import org.hipparchus.stat.correlation.PearsonsCorrelation;

/// Coefficients from −1 to 1. All are unknown for fewer than two pairs and for a column whose
/// values are all equal.
public final class Correlation {

  private Correlation() {}

  /// Pearson's r: how close the pairs are to a straight line.
  public static Figure<Double> pearson(double[] first, double[] second) {
    double[] x = Arguments.finite("first", first);
    double[] y = Arguments.finite("second", second);
    Arguments.sameLength("first", x.length, "second", y.length);
    if (x.length < 2) {
      return Figure.unknown("a correlation needs at least 2 pairs, there are " + x.length);
    }
    if (allEqual(x) || allEqual(y)) {
      return Figure.unknown("all %d values of a column are equal".formatted(x.length));
    }
    return Figure.known(Math.clamp(new PearsonsCorrelation().correlation(x, y), -1, 1));
  }

  /// Pearson's r with Fisher's (1921) interval `tanh(artanh r ± z / √(n − 3))`; unknown also for
  /// fewer than four pairs.
  public static Figure<Estimate> pearson(double[] first, double[] second, double level) {
    Arguments.share("level", level);
    Figure<Double> coefficient = pearson(first, second);
    if (first.length < 4) {
      return Figure.unknown("an interval needs at least 4 pairs, there are " + first.length);
    }
    double z = new NormalDistribution().inverseCumulativeProbability((1 + level) / 2);
    double reach = z / Math.sqrt(first.length - 3.0);
    return coefficient.map(r -> {
      double centre =
          Math.abs(r) == 1 ? r * Double.POSITIVE_INFINITY : Math.log((1 + r) / (1 - r)) / 2;
      return new Estimate(
          r, new Interval(Math.tanh(centre - reach), Math.tanh(centre + reach), level));
    });
  }

  /// Spearman's ρ: Pearson's r of the ranks, ties sharing their mean rank.
  public static Figure<Double> spearman(double[] first, double[] second) {
    return pearson(
        Ranks.of(Arguments.finite("first", first)), Ranks.of(Arguments.finite("second", second)));
  }

  /// Kendall's τ-b: concordant less discordant pairs, by the pairs that are not tied.
  public static Figure<Double> kendall(double[] first, double[] second) {
    return pearson(first, second)
        .map(_ -> new KendallsCorrelation().correlation(first.clone(), second.clone()));
  }

  private static boolean allEqual(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == values[0]);
  }
}
