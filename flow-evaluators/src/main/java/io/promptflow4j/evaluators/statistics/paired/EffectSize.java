package io.promptflow4j.evaluators.statistics.paired;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.Interval;
import java.util.Arrays;
import org.hipparchus.distribution.continuous.BetaDistribution;
import org.hipparchus.stat.StatUtils;

/// How large a difference is, on scales that do not depend on the metric's unit.
public final class EffectSize {

  private EffectSize() {}

  /// Cohen's dz: mean difference over the standard deviation of the differences (Cohen 1988,
  /// 2.3.5).
  ///
  /// Unknown for fewer than two rows and for differences that are all equal.
  public static Figure<Double> cohensDz(PairedSample sample) {
    double[] differences = sample.differences();
    if (differences.length < 2) {
      return Figure.unknown("a spread needs at least 2 rows, there are " + differences.length);
    }
    if (Arrays.stream(differences).allMatch(value -> value == differences[0])) {
      return Figure.unknown("all %d differences are equal".formatted(differences.length));
    }
    return Figure.known(StatUtils.mean(differences) / Math.sqrt(StatUtils.variance(differences)));
  }

  /// The odds ratio of matched pairs, rows only the candidate gets right over rows only the
  /// baseline does, with the exact interval that Clopper and Pearson's (1934) limits π give as `π /
  /// (1 − π)`.
  ///
  /// Unknown if there is no row that only the baseline gets right: the ratio has no upper limit.
  public static Figure<Estimate> matchedOddsRatio(BinaryPairs pairs, double level) {
    Arguments.share("level", level);
    int wins = pairs.onlyCandidate();
    int losses = pairs.onlyBaseline();
    if (losses == 0) {
      return Figure.unknown("there is no row that only the baseline gets right");
    }
    double tail = (1 - level) / 2;
    double low = wins == 0 ? 0 : beta(wins, losses + 1.0, tail);
    double high = beta(wins + 1.0, losses, 1 - tail);
    return Figure.known(
        new Estimate(
            (double) wins / losses, new Interval(low / (1 - low), high / (1 - high), level)));
  }

  /// The matched-pairs rank-biserial correlation `(W+ − W−) / (W+ + W−)` over the ranks of
  /// [SignedRank] (Kerby 2014); unknown if all differences are zero.
  public static Figure<Double> rankBiserial(PairedSample sample) {
    double[] differences = sample.differences();
    double total = Arrays.stream(SignedRank.ranksOfNonZero(differences)).sum();
    if (total == 0) {
      return Figure.unknown("all %d differences are zero".formatted(differences.length));
    }
    return Figure.known(2 * SignedRank.positiveSum(differences) / total - 1);
  }

  /// Cliff's delta: how often a score of the candidate is above one of the baseline, less how often
  /// it is below, over all pairs of rows (Cliff 1993). It ignores the pairing. Unknown without
  /// rows.
  public static Figure<Double> cliffsDelta(PairedSample sample) {
    double[] baseline = sample.baseline();
    if (baseline.length == 0) {
      return Figure.unknown("there are no rows");
    }
    Arrays.sort(baseline);
    long balance = 0;
    for (double score : sample.candidate()) {
      balance += countBelow(baseline, score, false);
      balance -= baseline.length - countBelow(baseline, score, true);
    }
    return Figure.known((double) balance / baseline.length / baseline.length);
  }

  private static int countBelow(double[] sorted, double limit, boolean orEqual) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean below = orEqual ? sorted[middle] <= limit : sorted[middle] < limit;
      low = below ? middle + 1 : low;
      high = below ? high : middle;
    }
    return low;
  }

  private static double beta(double alpha, double beta, double share) {
    return new BetaDistribution(alpha, beta, 1e-12).inverseCumulativeProbability(share);
  }
}
