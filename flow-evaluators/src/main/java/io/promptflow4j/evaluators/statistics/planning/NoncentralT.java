package io.promptflow4j.evaluators.statistics.planning;

import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.special.Gamma;

/// The noncentral t distribution, as far as power needs it.
///
/// `P(T' ≤ t) = ∫ Φ(t s − δ) f(s) ds`, where s is the ratio of sample to true deviation, whose
/// density f is that of `√(χ²(ν) / ν)`. Simpson's rule over the range in which f is not negligible.
final class NoncentralT {

  private static final int PANELS = 2_000;
  private static final double REACH = 9;

  private NoncentralT() {}

  static double twoSidedPower(int degrees, double noncentrality, double alpha) {
    double critical = new TDistribution(degrees, 1e-12).inverseCumulativeProbability(1 - alpha / 2);
    double below = cumulative(-critical, degrees, noncentrality);
    double above = cumulative(-critical, degrees, -noncentrality);
    return Math.clamp(below + above, 0, 1);
  }

  static double cumulative(double t, int degrees, double noncentrality) {
    var normal = new NormalDistribution();
    double spread = REACH / Math.sqrt(2.0 * degrees);
    double from = Math.max(0, 1 - spread);
    double to = 1 + spread;
    double step = (to - from) / PANELS;
    double sum = 0;
    for (int i = 0; i <= PANELS; i++) {
      double ratio = from + i * step;
      double weight = i == 0 || i == PANELS ? 1 : i % 2 == 1 ? 4 : 2;
      sum +=
          weight
              * density(ratio, degrees)
              * normal.cumulativeProbability(t * ratio - noncentrality);
    }
    return sum * step / 3;
  }

  private static double density(double ratio, int degrees) {
    if (ratio == 0) {
      return degrees == 1 ? Math.sqrt(2 / Math.PI) : 0;
    }
    double half = degrees / 2.0;
    return Math.exp(
        Math.log(2)
            + half * Math.log(half)
            - Gamma.logGamma(half)
            + (degrees - 1) * Math.log(ratio)
            - half * ratio * ratio);
  }
}
