package io.promptflow4j.evaluators.statistics.paired;

import io.promptflow4j.evaluators.statistics.Ranks;
import java.util.Arrays;
import org.hipparchus.distribution.continuous.NormalDistribution;

/// Wilcoxon's signed-rank test with zeros handled as Pratt (1959) does: they are ranked with the
/// others, and then left out of the sums.
///
/// The statistic is the sum of the ranks of positive differences. Ties share their mean rank, and
/// the null distribution is that of the very ranks seen, so ties and zeros need no correction.
public final class SignedRank {

  /// Up to this many differences other than zero the distribution is counted out, beyond it taken
  /// as normal.
  static final int EXACT_UP_TO = 150;

  private SignedRank() {}

  /// The two-sided test; p is 1 if all differences are zero.
  public static TestResult pratt(PairedSample sample) {
    double[] differences = sample.differences();
    double[] ranks = ranksOfNonZero(differences);
    double positive = positiveSum(differences);
    return ranks.length <= EXACT_UP_TO
        ? new TestResult(PairedTest.SIGNED_RANK_EXACT, positive, exact(ranks, positive))
        : new TestResult(PairedTest.SIGNED_RANK_NORMAL, positive, normal(ranks, positive));
  }

  /// The sum of the ranks of positive differences.
  static double positiveSum(double[] differences) {
    double[] ranks = Ranks.of(absolute(differences));
    double sum = 0;
    for (int i = 0; i < ranks.length; i++) {
      sum += differences[i] > 0 ? ranks[i] : 0;
    }
    return sum;
  }

  /// The ranks among all absolute differences, of those that are not zero.
  static double[] ranksOfNonZero(double[] differences) {
    double[] ranks = Ranks.of(absolute(differences));
    var kept = new double[ranks.length];
    int count = 0;
    for (int i = 0; i < ranks.length; i++) {
      if (differences[i] != 0) {
        kept[count++] = ranks[i];
      }
    }
    return Arrays.copyOf(kept, count);
  }

  /// Counts the sums of all sign patterns, on doubled ranks, which are whole numbers.
  static double exact(double[] ranks, double positive) {
    int total = (int) Math.round(2 * Arrays.stream(ranks).sum());
    var chances = new double[total + 1];
    chances[0] = 1;
    int reach = 0;
    for (double rank : ranks) {
      int doubled = (int) Math.round(2 * rank);
      reach += doubled;
      for (int sum = reach; sum >= 0; sum--) {
        double with = sum >= doubled ? chances[sum - doubled] : 0;
        chances[sum] = (chances[sum] + with) / 2;
      }
    }
    int observed = (int) Math.round(2 * positive);
    int far = Math.min(observed, total - observed);
    double tail = 0;
    for (int sum = 0; sum <= far; sum++) {
      tail += chances[sum];
    }
    return Math.min(1, 2 * tail);
  }

  /// `z = (|T − Σr/2| − ½) / √(Σr²/4)`, with the continuity correction never beyond the middle.
  static double normal(double[] ranks, double positive) {
    double mean = Arrays.stream(ranks).sum() / 2;
    double deviation = Math.sqrt(Arrays.stream(ranks).map(rank -> rank * rank).sum()) / 2;
    double z = Math.max(0, Math.abs(positive - mean) - 0.5) / deviation;
    return Math.min(1, 2 * new NormalDistribution().cumulativeProbability(-z));
  }

  private static double[] absolute(double[] differences) {
    return Arrays.stream(differences).map(Math::abs).toArray();
  }
}
