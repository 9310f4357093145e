package io.promptflow4j.evaluators.statistics.agreement;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Figure;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/// Krippendorff's α of any number of raters, some of whom may have left units out: `1 − observed /
/// expected disagreement` (Krippendorff 2011, Computing Krippendorff's Alpha-Reliability).
public final class KrippendorffAlpha {

  private KrippendorffAlpha() {}

  /// What the values mean, and so how far apart two of them are.
  public enum Level {
    /// Names: different or not.
    NOMINAL,
    /// Ranks: by the number of ratings between.
    ORDINAL,
    /// Numbers: by the square of their difference.
    INTERVAL
  }

  /// From the values that each unit was given; a rating that is missing is left out of its unit's
  /// list.
  ///
  /// Units with fewer than two values say nothing and are ignored. Unknown if no unit is left, and
  /// when all values are the same.
  public static Figure<Double> of(List<List<Double>> units, Level level) {
    List<List<Double>> pairable = units.stream().filter(unit -> unit.size() > 1).toList();
    var totals = new TreeMap<Double, Integer>();
    for (List<Double> unit : pairable) {
      for (double value : unit) {
        totals.merge(Arguments.finite("value", value) + 0.0, 1, Integer::sum);
      }
    }
    if (pairable.isEmpty()) {
      return Figure.unknown("no unit was rated twice");
    }
    if (totals.size() < 2) {
      return Figure.unknown("all ratings are the same");
    }
    double[] values = totals.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[] counts = totals.values().stream().mapToDouble(Integer::doubleValue).toArray();
    double[][] distances = distances(values, counts, level);
    double ratings = 0;
    double expected = 0;
    for (int i = 0; i < values.length; i++) {
      ratings += counts[i];
      for (int j = 0; j < values.length; j++) {
        expected += counts[i] * counts[j] * distances[i][j];
      }
    }
    double observed = 0;
    for (List<Double> unit : pairable) {
      observed += disagreement(unit, values, distances);
    }
    return Figure.known(1 - (ratings - 1) * observed / expected);
  }

  /// The distances between the values of one unit, over all ordered pairs, by its number of others.
  private static double disagreement(List<Double> unit, double[] values, double[][] distances) {
    int[] places =
        unit.stream().mapToInt(value -> Arrays.binarySearch(values, value + 0.0)).toArray();
    double sum = 0;
    for (int one : places) {
      for (int other : places) {
        sum += distances[one][other];
      }
    }
    return sum / (places.length - 1);
  }

  private static double[][] distances(double[] values, double[] counts, Level level) {
    var distances = new double[values.length][values.length];
    for (int i = 0; i < values.length; i++) {
      double between = counts[i];
      for (int j = i + 1; j < values.length; j++) {
        between += counts[j];
        double apart =
            switch (level) {
              case NOMINAL -> 1;
              case ORDINAL -> between - (counts[i] + counts[j]) / 2;
              case INTERVAL -> values[j] - values[i];
            };
        distances[i][j] = apart * apart;
        distances[j][i] = apart * apart;
      }
    }
    return distances;
  }
}
