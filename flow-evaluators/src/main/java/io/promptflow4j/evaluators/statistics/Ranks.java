package io.promptflow4j.evaluators.statistics;

import org.hipparchus.stat.ranking.NaNStrategy;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.hipparchus.stat.ranking.TiesStrategy;

/// Ranks from 1 on; equal values share the mean of the ranks they take up.
public final class Ranks {

  private Ranks() {}

  /// The rank of each value, in the order of the values.
  public static double[] of(double[] values) {
    if (values.length == 0) {
      return new double[0];
    }
    return new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(values);
  }
}
