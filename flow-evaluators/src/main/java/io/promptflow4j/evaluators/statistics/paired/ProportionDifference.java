package io.promptflow4j.evaluators.statistics.paired;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.Interval;
import io.promptflow4j.evaluators.statistics.describe.ProportionInterval;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.distribution.continuous.NormalDistribution;

/// Intervals for the difference of two shares of right answers on the same rows, candidate minus
/// baseline.
public final class ProportionDifference {

  private static final int HALVINGS = 80;

  private ProportionDifference() {}

  /// Newcombe's square-and-add interval: Wilson's intervals of the two shares, joined by the
  /// correlation φ between them.
  ///
  /// Newcombe (1998), Statistics in Medicine 17:2635, method 10. Unknown without rows.
  public static Figure<Estimate> newcombe(BinaryPairs pairs, double level) {
    Arguments.share("level", level);
    int n = pairs.size();
    if (n == 0) {
      return Figure.unknown("there are no rows");
    }
    Estimate candidate = share(pairs.bothRight() + pairs.onlyCandidate(), n, level);
    Estimate baseline = share(pairs.bothRight() + pairs.onlyBaseline(), n, level);
    double phi = correlation(pairs);
    double below =
        joined(
            candidate.value() - candidate.interval().low(),
            baseline.interval().high() - baseline.value(),
            phi);
    double above =
        joined(
            candidate.interval().high() - candidate.value(),
            baseline.value() - baseline.interval().low(),
            phi);
    double difference = pairs.difference();
    return Figure.known(
        new Estimate(difference, new Interval(difference - below, difference + above, level)));
  }

  /// Tango's score interval: all differences that the score test of paired shares does not reject.
  ///
  /// Tango (1998), Statistics in Medicine 17:891. Unknown without rows.
  public static Figure<Estimate> tango(BinaryPairs pairs, double level) {
    Arguments.share("level", level);
    if (pairs.size() == 0) {
      return Figure.unknown("there are no rows");
    }
    double z = new NormalDistribution().inverseCumulativeProbability((1 + level) / 2);
    double difference = pairs.difference();
    double low = crossing(d -> score(pairs, d) - z, -1, difference);
    double high = crossing(d -> score(pairs, d) + z, difference, 1);
    return Figure.known(
        new Estimate(
            difference,
            new Interval(Math.min(low, difference), Math.max(high, difference), level)));
  }

  /// The score statistic of the hypothesis that the difference is d; falls as d grows.
  ///
  /// `(c − b − n d) / √(n (2q + d (1 − d)))` with q the likeliest share of rows that only the
  /// baseline gets right, given d. The statistic is infinite where the variance vanishes.
  static double score(BinaryPairs pairs, double d) {
    double n = pairs.size();
    double b = pairs.onlyBaseline();
    double c = pairs.onlyCandidate();
    double linear = -b - c + (2 * n - c + b) * d;
    double constant = -b * d * (1 - d);
    double root = Math.sqrt(Math.max(0, linear * linear - 8 * n * constant));
    double q = (root - linear) / (4 * n);
    double variance = n * (2 * q + d * (1 - d));
    double distance = c - b - n * d;
    if (Math.abs(distance) < 1e-12) {
      return 0;
    }
    return distance / Math.sqrt(Math.max(0, variance));
  }

  private static double crossing(DoubleUnaryOperator falling, double from, double to) {
    double low = from;
    double high = to;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (falling.applyAsDouble(middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private static Estimate share(int right, int rows, double level) {
    return ProportionInterval.wilson(right, rows, level).orThrow();
  }

  private static double joined(double own, double other, double phi) {
    return Math.sqrt(Math.max(0, own * own - 2 * phi * own * other + other * other));
  }

  /// The correlation of right answers, with Newcombe's continuity correction when it is positive.
  private static double correlation(BinaryPairs pairs) {
    double a = pairs.bothRight();
    double b = pairs.onlyBaseline();
    double c = pairs.onlyCandidate();
    double d = pairs.bothWrong();
    double margins = (a + b) * (c + d) * (a + c) * (b + d);
    if (margins == 0) {
      return 0;
    }
    double cross = a * d - b * c;
    double corrected = cross > 0 ? Math.max(0, cross - pairs.size() / 2.0) : cross;
    return corrected / Math.sqrt(margins);
  }
}
