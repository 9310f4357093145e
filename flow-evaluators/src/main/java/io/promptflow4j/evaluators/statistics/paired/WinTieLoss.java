package io.promptflow4j.evaluators.statistics.paired;

import io.promptflow4j.evaluators.statistics.Arguments;
import org.hipparchus.distribution.discrete.BinomialDistribution;

/// On how many rows the candidate is ahead, level, behind.
public record WinTieLoss(int wins, int ties, int losses) {

  public WinTieLoss {
    Arguments.atLeast("wins", 0, wins);
    Arguments.atLeast("ties", 0, ties);
    Arguments.atLeast("losses", 0, losses);
  }

  /// Counts the differences above, at and below zero.
  public static WinTieLoss of(PairedSample sample) {
    var counts = new int[3];
    for (double difference : sample.differences()) {
      counts[1 - (int) Math.signum(difference)]++;
    }
    return new WinTieLoss(counts[0], counts[1], counts[2]);
  }

  /// The sign test: `p = min(1, 2 P(X ≤ min(wins, losses)))`, X binomial(wins + losses, ½). Ties
  /// are left out; without wins and losses p is 1. The statistic is the number of wins.
  public TestResult signTest() {
    var coin = new BinomialDistribution(wins + losses, 0.5);
    double p = 2 * coin.cumulativeProbability(Math.min(wins, losses));
    return new TestResult(PairedTest.SIGN, wins, Math.min(1, p));
  }
}
