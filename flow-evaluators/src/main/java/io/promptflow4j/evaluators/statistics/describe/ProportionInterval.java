package io.promptflow4j.evaluators.statistics.describe;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.Interval;
import org.hipparchus.distribution.continuous.NormalDistribution;

/// Wilson's score intervals for a share of successes.
///
/// Wilson (1927); with continuity correction as in Newcombe (1998), Statistics in Medicine 17:857,
/// methods 3 and 4.
public final class ProportionInterval {

  private ProportionInterval() {}

  /// `(2np + z² ± z √(z² + 4np(1 − p))) / (2(n + z²))`; unknown without trials.
  public static Figure<Estimate> wilson(int successes, int trials, double level) {
    check(successes, trials);
    double z = quantile(level);
    if (trials == 0) {
      return Figure.unknown("there are no trials");
    }
    double n = trials;
    double share = successes / n;
    double centre = 2 * n * share + z * z;
    double reach = z * Math.sqrt(z * z + 4 * n * share * (1 - share));
    double scale = 2 * (n + z * z);
    return Figure.known(
        estimate(successes, trials, (centre - reach) / scale, (centre + reach) / scale, level));
  }

  /// Wilson's interval widened by half a success on either side, so that it covers at least `level`
  /// more often; unknown without trials.
  public static Figure<Estimate> wilsonCorrected(int successes, int trials, double level) {
    check(successes, trials);
    double z = quantile(level);
    if (trials == 0) {
      return Figure.unknown("there are no trials");
    }
    double n = trials;
    double share = successes / n;
    double centre = 2 * n * share + z * z;
    double base = z * z - 1 / n + 4 * n * share * (1 - share);
    double scale = 2 * (n + z * z);
    double low = (centre - (z * Math.sqrt(base + 4 * share - 2) + 1)) / scale;
    double high = (centre + (z * Math.sqrt(base - 4 * share + 2) + 1)) / scale;
    return Figure.known(estimate(successes, trials, low, high, level));
  }

  private static Estimate estimate(
      int successes, int trials, double low, double high, double level) {
    double from = successes == 0 ? 0 : Math.max(0, low);
    double to = successes == trials ? 1 : Math.min(1, high);
    return new Estimate((double) successes / trials, new Interval(from, to, level));
  }

  private static double quantile(double level) {
    Arguments.share("level", level);
    return new NormalDistribution().inverseCumulativeProbability((1 + level) / 2);
  }

  private static void check(int successes, int trials) {
    Arguments.atLeast("successes", 0, successes);
    Arguments.atLeast("trials", successes, trials);
  }
}
