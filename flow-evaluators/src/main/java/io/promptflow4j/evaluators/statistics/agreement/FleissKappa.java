package io.promptflow4j.evaluators.statistics.agreement;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Figure;

/// Fleiss' κ of several raters, as many for each subject (Fleiss 1971): `(P − Pe) / (1 − Pe)`.
public final class FleissKappa {

  private FleissKappa() {}

  /// From counts: for each subject, how many raters gave each category.
  ///
  /// Unknown without subjects, with fewer than two raters, and when all gave one category
  /// throughout.
  ///
  /// @throws IllegalArgumentException if subjects have different numbers of ratings
  public static Figure<Double> of(int[][] counts) {
    if (counts.length == 0) {
      return Figure.unknown("there are no subjects");
    }
    int categories = counts[0].length;
    int raters = sum(counts[0]);
    if (raters < 2) {
      return Figure.unknown("agreement needs at least 2 raters, there are " + raters);
    }
    var totals = new double[categories];
    double agreeing = 0;
    for (int subject = 0; subject < counts.length; subject++) {
      int[] row = counts[subject];
      Arguments.sameLength("subject 1", categories, "subject " + (subject + 1), row.length);
      if (sum(row) != raters) {
        throw new IllegalArgumentException(
            "subject %d has %d ratings, but subject 1 has %d"
                .formatted(subject + 1, sum(row), raters));
      }
      for (int category = 0; category < categories; category++) {
        totals[category] += row[category];
        agreeing += (double) row[category] * (row[category] - 1);
      }
    }
    double observed = agreeing / ((double) counts.length * raters * (raters - 1));
    double expected = 0;
    for (double total : totals) {
      double share = total / ((double) counts.length * raters);
      expected += share * share;
    }
    return expected >= 1
        ? Figure.unknown("all raters gave one and the same category throughout")
        : Figure.known((observed - expected) / (1 - expected));
  }

  private static int sum(int[] row) {
    int sum = 0;
    for (int count : row) {
      sum += Arguments.atLeast("count", 0, count);
    }
    return sum;
  }
}
