package io.promptflow4j.evaluators.statistics.agreement;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Figure;

/// Cohen's κ of two raters (Cohen 1960; weighted, 1968): `1 − Σ w observed / Σ w expected`, with w
/// the distance of two categories.
public final class CohenKappa {

  private CohenKappa() {}

  /// From the categories that each rater gave, numbered from 0 in their order.
  ///
  /// Unknown without ratings, and when both raters gave one and the same category throughout.
  public static Figure<Double> of(int[] first, int[] second, int categories, Weighting weighting) {
    Arguments.sameLength("first", first.length, "second", second.length);
    Arguments.atLeast("categories", 1, categories);
    var table = new int[categories][categories];
    for (int i = 0; i < first.length; i++) {
      table[category(first[i], categories)][category(second[i], categories)]++;
    }
    return of(table, weighting);
  }

  /// From counts: rows are the first rater's categories, columns the second's.
  public static Figure<Double> of(int[][] table, Weighting weighting) {
    int size = table.length;
    var rows = new double[size];
    var columns = new double[size];
    double total = 0;
    for (int i = 0; i < size; i++) {
      Arguments.sameLength("table", size, "row " + (i + 1), table[i].length);
      for (int j = 0; j < size; j++) {
        Arguments.atLeast("count", 0, table[i][j]);
        rows[i] += table[i][j];
        columns[j] += table[i][j];
        total += table[i][j];
      }
    }
    if (total == 0) {
      return Figure.unknown("there are no ratings");
    }
    double observed = 0;
    double expected = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double distance = weighting.distance(i, j);
        observed += distance * table[i][j];
        expected += distance * rows[i] * columns[j] / total;
      }
    }
    return expected == 0
        ? Figure.unknown("both raters gave one and the same category throughout")
        : Figure.known(1 - observed / expected);
  }

  private static int category(int category, int categories) {
    if (category < 0 || category >= categories) {
      throw new IllegalArgumentException(
          "category is %d, but there are categories 0 to %d".formatted(category, categories - 1));
    }
    return category;
  }
}
