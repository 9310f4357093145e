package io.promptflow4j.evaluators.statistics.describe;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.Interval;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.StatUtils;

/// Intervals for a mean by Student's t distribution.
public final class MeanInterval {

  private MeanInterval() {}

  /// `mean ± t(n − 1) · s / √n`.
  ///
  /// Unknown for fewer than two values, and for values that are all equal: their spread is not zero
  /// because it was seen to be.
  public static Figure<Estimate> student(double[] values, double level) {
    double[] sample = Arguments.finite("values", values);
    Arguments.share("level", level);
    if (sample.length < 2) {
      return Figure.unknown("an interval needs at least 2 values, there are " + sample.length);
    }
    if (allEqual(sample)) {
      return Figure.unknown("all %d values are equal".formatted(sample.length));
    }
    double error = Math.sqrt(StatUtils.variance(sample) / sample.length);
    return Figure.known(around(StatUtils.mean(sample), error, sample.length - 1, level));
  }

  /// The interval of a mean whose values come in clusters, such as repeats of one row.
  ///
  /// The squared standard error is `G/(G − 1) · Σ_c (Σ_{i in c} (x_i − mean))² / n²` over G
  /// clusters (Liang and Zeger 1986, with the small-sample factor), the distribution is t(G − 1).
  public static Figure<Estimate> clustered(double[] values, List<String> clusters, double level) {
    double[] sample = Arguments.finite("values", values);
    Arguments.share("level", level);
    Arguments.sameLength("values", sample.length, "clusters", clusters.size());
    Map<String, Double> residuals = residualsBy(clusters, sample);
    int groups = residuals.size();
    if (groups < 2) {
      return Figure.unknown("an interval needs at least 2 clusters, there are " + groups);
    }
    if (allEqual(sample)) {
      return Figure.unknown("all %d values are equal".formatted(sample.length));
    }
    double squares = residuals.values().stream().mapToDouble(sum -> sum * sum).sum();
    double error = Math.sqrt(squares * groups / (groups - 1)) / sample.length;
    return Figure.known(around(StatUtils.mean(sample), error, groups - 1, level));
  }

  private static Map<String, Double> residualsBy(List<String> clusters, double[] sample) {
    double mean = sample.length == 0 ? 0 : StatUtils.mean(sample);
    var sums = new LinkedHashMap<String, Double>();
    for (int i = 0; i < sample.length; i++) {
      sums.merge(clusters.get(i), sample[i] - mean, Double::sum);
    }
    return sums;
  }

  private static Estimate around(double mean, double error, int degrees, double level) {
    double t = new TDistribution(degrees, 1e-12).inverseCumulativeProbability((1 + level) / 2);
    return new Estimate(mean, new Interval(mean - t * error, mean + t * error, level));
  }

  private static boolean allEqual(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == values[0]);
  }
}
