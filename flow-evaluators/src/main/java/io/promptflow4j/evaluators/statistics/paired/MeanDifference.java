package io.promptflow4j.evaluators.statistics.paired;

import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.describe.Bootstrap;
import io.promptflow4j.evaluators.statistics.describe.MeanInterval;
import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.StatUtils;

/// The mean difference of paired scores: Student's test of zero, and intervals.
public final class MeanDifference {

  private MeanDifference() {}

  /// `t = mean / (s / √n)` against t(n − 1), two-sided.
  ///
  /// Unknown for fewer than two rows and for differences that are all equal.
  public static Figure<TestResult> test(PairedSample sample) {
    double[] differences = sample.differences();
    if (differences.length < 2) {
      return Figure.unknown("a t test needs at least 2 rows, there are " + differences.length);
    }
    if (Arrays.stream(differences).allMatch(value -> value == differences[0])) {
      return Figure.unknown("all %d differences are equal".formatted(differences.length));
    }
    double error = Math.sqrt(StatUtils.variance(differences) / differences.length);
    double t = StatUtils.mean(differences) / error;
    double p = 2 * new TDistribution(differences.length - 1).cumulativeProbability(-Math.abs(t));
    return Figure.known(new TestResult(PairedTest.PAIRED_T, t, Math.min(1, p)));
  }

  /// The t interval of the mean difference.
  public static Figure<Estimate> student(PairedSample sample, double level) {
    return MeanInterval.student(sample.differences(), level);
  }

  /// The BCa bootstrap interval of the mean difference; rows are drawn, both scores together.
  public static Figure<Estimate> bootstrap(PairedSample sample, double level, Bootstrap bootstrap) {
    return bootstrap.mean(sample.differences(), level);
  }
}
