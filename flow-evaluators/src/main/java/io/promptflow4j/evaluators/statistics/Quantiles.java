package io.promptflow4j.evaluators.statistics;

/// Quantiles by linear interpolation between order statistics: type 7 of Hyndman and Fan (1996),
/// the default of R and NumPy.
public final class Quantiles {

  private Quantiles() {}

  /// The quantile at `share` of values in ascending order, of which there is at least one.
  public static double ofSorted(double[] sorted, double share) {
    Arguments.atLeast("number of values", 1, sorted.length);
    Arguments.probability("share", share);
    double place = share * (sorted.length - 1);
    int below = (int) place;
    if (below == sorted.length - 1) {
      return sorted[below];
    }
    return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
  }
}
