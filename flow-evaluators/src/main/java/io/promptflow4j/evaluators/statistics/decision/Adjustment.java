package io.promptflow4j.evaluators.statistics.decision;

import io.promptflow4j.evaluators.statistics.Arguments;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Adjusted p-values for many questions asked of one experiment, in the order of the questions.
///
/// Compare an adjusted value with the level as if it were the only one.
public final class Adjustment {

  private Adjustment() {}

  /// Holm's (1979) step-down: the chance of even one false claim stays below the level, whatever
  /// the dependence. `max over j ≤ i of (m − j + 1) p(j)`, at most 1.
  public static double[] holm(double... pValues) {
    int[] order = ascending(pValues);
    var adjusted = new double[order.length];
    double highest = 0;
    for (int i = 0; i < order.length; i++) {
      highest = Math.max(highest, (order.length - i) * pValues[order[i]]);
      adjusted[order[i]] = Math.min(1, highest);
    }
    return adjusted;
  }

  /// Benjamini and Hochberg's (1995) step-up: the expected share of false claims among the claims
  /// stays below the level, for independent or positively dependent tests. `min over j ≥ i of m
  /// p(j) / j`.
  public static double[] benjaminiHochberg(double... pValues) {
    int[] order = ascending(pValues);
    var adjusted = new double[order.length];
    double lowest = 1;
    for (int i = order.length - 1; i >= 0; i--) {
      lowest = Math.min(lowest, pValues[order[i]] * order.length / (i + 1));
      adjusted[order[i]] = lowest;
    }
    return adjusted;
  }

  private static int[] ascending(double[] pValues) {
    for (int i = 0; i < pValues.length; i++) {
      Arguments.probability("p-value " + (i + 1), pValues[i]);
    }
    return IntStream.range(0, pValues.length)
        .boxed()
        .sorted(Comparator.comparingDouble(place -> pValues[place]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
