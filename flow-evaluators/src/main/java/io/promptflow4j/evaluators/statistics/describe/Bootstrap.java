package io.promptflow4j.evaluators.statistics.describe;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Estimate;
import io.promptflow4j.evaluators.statistics.Figure;
import io.promptflow4j.evaluators.statistics.Interval;
import io.promptflow4j.evaluators.statistics.Quantiles;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.stat.StatUtils;

/// Bias-corrected and accelerated bootstrap intervals (Efron 1987; Efron and Tibshirani 1993,
/// 14.3).
///
/// Equal settings and equal values give equal intervals: the draws come from a seeded generator.
///
/// @param resamples how often the sample is drawn anew
/// @param seed where the generator starts
public record Bootstrap(int resamples, long seed) {

  public Bootstrap {
    Arguments.atLeast("resamples", 100, resamples);
  }

  /// Ten thousand draws (less one, so that the usual quantiles fall on draws), seed 0.
  public static Bootstrap standard() {
    return new Bootstrap(9_999, 0);
  }

  /// The interval of the mean.
  public Figure<Estimate> mean(double[] values, double level) {
    return of(values, StatUtils::mean, level);
  }

  /// The interval of any statistic of one sample. The statistic gets arrays that it must not keep.
  ///
  /// Unknown for fewer than two values, for values that are all equal, and when every draw falls on
  /// one side of the estimate.
  public Figure<Estimate> of(double[] values, ToDoubleFunction<double[]> statistic, double level) {
    double[] sample = Arguments.finite("values", values);
    Arguments.share("level", level);
    if (sample.length < 2) {
      return Figure.unknown("a bootstrap needs at least 2 values, there are " + sample.length);
    }
    if (Arrays.stream(sample).allMatch(value -> value == sample[0])) {
      return Figure.unknown("all %d values are equal".formatted(sample.length));
    }
    double[] draws = draws(sample, statistic);
    double[] leftOut = leftOut(sample, statistic);
    return interval(statistic.applyAsDouble(sample), draws, leftOut, level);
  }

  private double[] draws(double[] sample, ToDoubleFunction<double[]> statistic) {
    var random = new SplittableRandom(seed);
    var drawn = new double[sample.length];
    var draws = new double[resamples];
    for (int draw = 0; draw < resamples; draw++) {
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = sample[random.nextInt(sample.length)];
      }
      draws[draw] = statistic.applyAsDouble(drawn);
    }
    return draws;
  }

  /// The statistic without each value in turn.
  static double[] leftOut(double[] sample, ToDoubleFunction<double[]> statistic) {
    var rest = Arrays.copyOfRange(sample, 1, sample.length);
    var results = new double[sample.length];
    for (int i = 0; i < sample.length; i++) {
      results[i] = statistic.applyAsDouble(rest);
      if (i < rest.length) {
        rest[i] = sample[i];
      }
    }
    return results;
  }

  /// `α' = Φ(z0 + (z0 + z) / (1 − a (z0 + z)))`, where z0 is the bias found in the draws and a the
  /// acceleration found by leaving one value out.
  static Figure<Estimate> interval(
      double observed, double[] draws, double[] leftOut, double level) {
    var normal = new NormalDistribution();
    double below = 0;
    for (double draw : draws) {
      below += draw < observed ? 1 : draw == observed ? 0.5 : 0;
    }
    if (below == 0 || below == draws.length) {
      return Figure.unknown("every draw of the bootstrap falls on one side of the estimate");
    }
    double bias = normal.inverseCumulativeProbability(below / draws.length);
    double acceleration = acceleration(leftOut);
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    var ends = new double[2];
    for (int end = 0; end < 2; end++) {
      double tail = end == 0 ? (1 - level) / 2 : (1 + level) / 2;
      double z = bias + normal.inverseCumulativeProbability(tail);
      double share = normal.cumulativeProbability(bias + z / (1 - acceleration * z));
      ends[end] = Quantiles.ofSorted(sorted, share);
    }
    return Figure.known(
        new Estimate(
            observed, new Interval(Math.min(ends[0], ends[1]), Math.max(ends[0], ends[1]), level)));
  }

  private static double acceleration(double[] leftOut) {
    double mean = StatUtils.mean(leftOut);
    double cubes = 0;
    double squares = 0;
    for (double value : leftOut) {
      double distance = mean - value;
      cubes += distance * distance * distance;
      squares += distance * distance;
    }
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }
}
