package io.promptflow4j.evaluators.statistics.planning;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Figure;

/// Rows for the paired t test on numbers, from the standard deviation of the differences.
public final class NumberPlanner {

  /// Beyond this no one runs a comparison.
  static final int MOST_ROWS = 10_000_000;

  private NumberPlanner() {}

  /// The power of the two-sided paired t test: `P(|T'| > t)`, T' noncentral t(n − 1, √n ·
  /// difference / deviation).
  public static double power(int rows, double deviation, double difference, double alpha) {
    Arguments.atLeast("rows", 2, rows);
    Arguments.positive("deviation", deviation);
    Arguments.finite("difference", difference);
    Arguments.share("alpha", alpha);
    return NoncentralT.twoSidedPower(
        rows - 1, Math.sqrt(rows) * Math.abs(difference) / deviation, alpha);
  }

  /// The fewest rows that find the difference with the power asked for; unknown if it would take
  /// more than ten million.
  public static Figure<RowPlan> rows(double deviation, double difference, Demand demand) {
    Arguments.positive("deviation", deviation);
    Arguments.positive("difference", difference);
    int high = 2;
    while (power(high, deviation, difference, demand.alpha()) < demand.power()) {
      high *= 2;
      if (high > MOST_ROWS) {
        return Figure.unknown("it would take more than %,d rows".formatted(MOST_ROWS));
      }
    }
    int low = high / 2;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (power(middle, deviation, difference, demand.alpha()) < demand.power()) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Figure.known(new RowPlan(high, power(high, deviation, difference, demand.alpha())));
  }

  /// The smallest difference that so many rows find with the power asked for.
  public static double detectable(int rows, double deviation, Demand demand) {
    Arguments.atLeast("rows", 2, rows);
    Arguments.positive("deviation", deviation);
    double high = deviation;
    while (power(rows, deviation, high, demand.alpha()) < demand.power()) {
      high *= 2;
    }
    double low = 0;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      boolean enough = power(rows, deviation, middle, demand.alpha()) >= demand.power();
      high = enough ? middle : high;
      low = enough ? low : middle;
    }
    return high;
  }
}
