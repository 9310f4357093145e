package io.promptflow4j.evaluators.statistics.planning;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Figure;
import org.hipparchus.distribution.discrete.BinomialDistribution;

/// Rows for McNemar's tests on right or wrong, from how often the variants differ.
///
/// Powers are exact: the sum over the number of discordant rows d, binomial(n, total), of the
/// chance that the test rejects given d. Chances below 1e-14 in the tails of d are left out.
public final class BinaryPlanner {

  private static final int MOST_ROWS = 1_000_000;
  private static final double NEGLIGIBLE = 1e-14;

  private BinaryPlanner() {}

  /// Which of McNemar's tests is planned for.
  public enum Variant {
    EXACT,
    MID_P
  }

  /// The chance that the test rejects at level alpha.
  public static double power(int rows, Discordance discordance, Variant variant, double alpha) {
    Arguments.atLeast("rows", 1, rows);
    Arguments.share("alpha", alpha);
    var discordant = new BinomialDistribution(rows, discordance.total());
    double share =
        discordance.total() == 0 ? 0.5 : discordance.onlyCandidate() / discordance.total();
    double power = 0;
    for (int d = 1; d <= rows; d++) {
      double chance = discordant.probability(d);
      if (chance > NEGLIGIBLE) {
        power += chance * powerGiven(d, share, variant, alpha);
      } else if (d > rows * discordance.total()) {
        break;
      }
    }
    return Math.min(1, power);
  }

  /// The fewest rows that find the difference with the power asked for; unknown if it would take
  /// more than a million.
  ///
  /// Power climbs in a saw-tooth; this is a number at which it is reached and one row less misses
  /// it.
  public static Figure<RowPlan> rows(Discordance discordance, Variant variant, Demand demand) {
    if (discordance.difference() == 0) {
      throw new IllegalArgumentException("discordance: without a difference no rows can show one");
    }
    int high = 4;
    while (power(high, discordance, variant, demand.alpha()) < demand.power()) {
      high *= 2;
      if (high > MOST_ROWS) {
        return Figure.unknown("it would take more than %,d rows".formatted(MOST_ROWS));
      }
    }
    int low = high / 2;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (power(middle, discordance, variant, demand.alpha()) < demand.power()) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Figure.known(new RowPlan(high, power(high, discordance, variant, demand.alpha())));
  }

  /// The smallest difference that so many rows find with the power asked for, when the variants
  /// differ on a share `total` of them; unknown if even the largest, `total`, is not found.
  public static Figure<Double> detectable(int rows, double total, Variant variant, Demand demand) {
    Arguments.share("total", total);
    if (power(rows, Discordance.of(total, total), variant, demand.alpha()) < demand.power()) {
      return Figure.unknown(
          "%d rows are too few, even if one variant were never worse".formatted(rows));
    }
    double low = 0;
    double high = total;
    for (int i = 0; i < 40; i++) {
      double middle = (low + high) / 2;
      double power = power(rows, Discordance.of(total, middle), variant, demand.alpha());
      high = power >= demand.power() ? middle : high;
      low = power >= demand.power() ? low : middle;
    }
    return Figure.known(high);
  }

  private static double powerGiven(int d, double share, Variant variant, double alpha) {
    int critical = critical(d, variant, alpha);
    if (critical < 0) {
      return 0;
    }
    return new BinomialDistribution(d, share).cumulativeProbability(critical)
        + new BinomialDistribution(d, 1 - share).cumulativeProbability(critical);
  }

  /// The largest count of the rarer kind at which the test rejects, −1 if it never does.
  private static int critical(int d, Variant variant, double alpha) {
    var coin = new BinomialDistribution(d, 0.5);
    int low = -1;
    int high = d / 2 + 1;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      double p = 2 * coin.cumulativeProbability(middle);
      p -= variant == Variant.MID_P ? coin.probability(middle) : 0;
      if (p <= alpha && 2 * middle < d) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
