package io.promptflow4j.evaluators.statistics.sequential;

import java.util.Arrays;

/// The lower end of a confidence sequence: of the points of a grid over [−1, 1], those that bets on
/// "the mean is above it" have not yet ruled out. The upper end is the same for mirrored
/// differences.
///
/// At points from −1 to 0 the gambler places the stakes of the wager on "better", so that this end
/// passes 0 in the very row in which that wager wins. Above 0 half the capital goes on in this
/// manner, and half is bet by an estimate of the best stake (Waudby-Smith and Ramdas 2023, aGRAPA),
/// which makes the end close in on the mean.
final class Bound {

  private static final int STEPS = 200;
  private static final double BOLDEST = 0.5;
  private static final double NEARLY = 1 - 1e-9;

  private final double goal;
  private final double[] steady = new double[2 * STEPS + 1];
  private final double[] adaptive = new double[2 * STEPS + 1];
  private int lowest;

  Bound(double goal) {
    this.goal = goal;
    Arrays.fill(steady, 1);
    Arrays.fill(adaptive, 1);
  }

  /// Takes a row's difference into account.
  ///
  /// @param stake what the wager on "better" stakes on this row
  /// @param wanted what it would like to stake, if its capital did not matter
  /// @param sign −1 if differences are mirrored
  void add(double difference, double stake, double wanted, Spread before, int sign) {
    for (int i = lowest; i < steady.length; i++) {
      double point = point(i);
      double gain = difference - point;
      double limit = BOLDEST / (1 + point + 1e-9);
      steady[i] *= 1 + (point <= 0 ? stake : Math.min(wanted, limit)) * gain;
      if (point > 0) {
        double ahead = sign * before.mean() - point;
        double best = Math.clamp(ahead / before.squareAround(sign * point), 0, limit);
        adaptive[i] *= 1 + best * gain;
      }
    }
    while (lowest < steady.length && capital(lowest) >= goal * NEARLY) {
      lowest++;
    }
  }

  /// The end of the interval: the last point that is ruled out, or −1.
  double value() {
    return lowest == 0 ? -1 : point(lowest - 1);
  }

  private double capital(int place) {
    return point(place) <= 0 ? steady[place] : (steady[place] + adaptive[place]) / 2;
  }

  private static double point(int place) {
    return (double) (place - STEPS) / STEPS;
  }
}
