package io.promptflow4j.evaluators.statistics.paired;

import org.hipparchus.distribution.discrete.BinomialDistribution;

/// McNemar's test of equal shares of right answers: the rows on which the variants differ are flips
/// of a fair coin if neither is better.
///
/// Its statistic is the smaller count of the two kinds of discordant rows. Without discordant rows
/// p is
/// 1. Source: Fagerland, Lydersen, Laake (2013), BMC Medical Research Methodology 13:91.
public final class McNemar {

  private McNemar() {}

  /// `p = min(1, 2 P(X ≤ k))`, X binomial(discordant, ½): never errs more often than it says.
  public static TestResult exact(BinaryPairs pairs) {
    int smaller = smaller(pairs);
    double p = 2 * coin(pairs.discordant()).cumulativeProbability(smaller);
    return new TestResult(PairedTest.MCNEMAR_EXACT, smaller, Math.min(1, p));
  }

  /// `p = 2 P(X ≤ k) − P(X = k)`: less timid than the exact test, and hardly ever above its level.
  public static TestResult midP(BinaryPairs pairs) {
    int smaller = smaller(pairs);
    BinomialDistribution coin = coin(pairs.discordant());
    double p = 2 * coin.cumulativeProbability(smaller) - coin.probability(smaller);
    return new TestResult(PairedTest.MCNEMAR_MID_P, smaller, Math.clamp(p, 0, 1));
  }

  private static int smaller(BinaryPairs pairs) {
    return Math.min(pairs.onlyBaseline(), pairs.onlyCandidate());
  }

  private static BinomialDistribution coin(int flips) {
    return new BinomialDistribution(flips, 0.5);
  }
}
