package io.promptflow4j.evaluators.statistics.decision;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.paired.BinaryPairs;
import io.promptflow4j.evaluators.statistics.paired.MeanDifference;
import io.promptflow4j.evaluators.statistics.paired.PairedSample;
import io.promptflow4j.evaluators.statistics.paired.ProportionDifference;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.StatUtils;

/// Two one-sided tests (Schuirmann 1987): the variants are equivalent within a margin if the
/// interval of level `1 − 2 alpha` lies inside it. The claim is wrong with a chance of at most
/// alpha.
///
/// @param estimate the difference with its interval of level `1 − 2 alpha`
/// @param margin the smallest difference that would matter
public record Equivalence(Estimate estimate, double margin) {

  public Equivalence {
    Arguments.positive("margin", margin);
  }

  /// Whether a difference as large as the margin can be ruled out in both directions.
  public boolean holds() {
    return estimate.interval().isWithin(margin);
  }

  /// For numbers, by Student's t; unknown where the t interval is.
  public static Figure<Equivalence> student(PairedSample sample, double margin, double alpha) {
    check(margin, alpha);
    return MeanDifference.student(sample, 1 - 2 * alpha).map(e -> new Equivalence(e, margin));
  }

  /// For right or wrong, by Tango's score interval; unknown without rows.
  public static Figure<Equivalence> binary(BinaryPairs pairs, double margin, double alpha) {
    check(margin, alpha);
    return ProportionDifference.tango(pairs, 1 - 2 * alpha).map(e -> new Equivalence(e, margin));
  }

  /// The larger of the two one-sided p-values by Student's t: the smallest alpha at which
  /// [#student] holds.
  public static Figure<Double> studentPValue(PairedSample sample, double margin) {
    check(margin, 0.05);
    return MeanDifference.test(sample)
        .map(_ -> {
          double[] differences = sample.differences();
          double error = Math.sqrt(StatUtils.variance(differences) / differences.length);
          double nearer = margin - Math.abs(StatUtils.mean(differences));
          return new TDistribution(differences.length - 1).cumulativeProbability(-nearer / error);
        });
  }

  private static void check(double margin, double alpha) {
    Arguments.positive("margin", margin);
    if (!(alpha > 0 && alpha < 0.5)) {
      throw new IllegalArgumentException(
          "alpha is %s, but must be strictly between 0 and 0.5".formatted(alpha));
    }
  }
}
