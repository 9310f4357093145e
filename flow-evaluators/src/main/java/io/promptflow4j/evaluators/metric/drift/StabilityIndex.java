package io.promptflow4j.evaluators.metric.drift;

import org.hipparchus.distribution.continuous.ChiSquaredDistribution;

/// The population stability index of two samples in the same bins: the sum over all bins of the
/// difference of their shares times the logarithm of the quotient of their shares.
///
/// @param index 0 for the same shares; 0.1 is usually called small, 0.2 large
/// @param noise what it passes once in twenty times if both samples are of one distribution
public record StabilityIndex(double index, double noise) {

  private static final double PSEUDO_COUNT = 0.5;
  private static final double CERTAINTY = 0.95;

  /// Compares two samples by how many of each fall into each bin. Bins without any are left out; to
  /// each of the others half a value is added, so that one that is empty on one side does not
  /// decide all.
  ///
  /// @throws IllegalArgumentException if the bins differ in number, or a sample is empty
  public static StabilityIndex of(long[] expected, long[] actual) {
    if (expected.length != actual.length) {
      throw new IllegalArgumentException("two samples need the same bins");
    }
    long before = 0;
    long now = 0;
    int bins = 0;
    for (int i = 0; i < expected.length; i++) {
      before += expected[i];
      now += actual[i];
      bins += expected[i] + actual[i] > 0 ? 1 : 0;
    }
    if (before == 0 || now == 0) {
      throw new IllegalArgumentException("a sample without values has no distribution");
    }
    double index = 0;
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] + actual[i] > 0) {
        double p = (expected[i] + PSEUDO_COUNT) / (before + PSEUDO_COUNT * bins);
        double q = (actual[i] + PSEUDO_COUNT) / (now + PSEUDO_COUNT * bins);
        index += (q - p) * Math.log(q / p);
      }
    }
    return new StabilityIndex(index, noise(bins, before, now));
  }

  /// For samples of one distribution the index over `1/n + 1/m` is about a chi-squared variable
  /// with one degree of freedom less than there are bins.
  private static double noise(int bins, long before, long now) {
    return bins < 2
        ? 0
        : new ChiSquaredDistribution(bins - 1.0).inverseCumulativeProbability(CERTAINTY)
            * (1.0 / before + 1.0 / now);
  }
}
