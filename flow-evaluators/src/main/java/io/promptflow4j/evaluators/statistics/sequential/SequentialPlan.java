package io.promptflow4j.evaluators.statistics.sequential;

import io.promptflow4j.evaluators.statistics.Arguments;

/// What a sequential comparison is to decide, fixed before the first row.
///
/// The guarantees need only that differences lie in `[−range, range]`. The typical square and its
/// trust steer the bets: a wrong guess costs rows, never validity.
///
/// @param range the largest difference possible between two scores
/// @param margin the smallest difference that matters
/// @param alpha how often "better" or "worse" may be said when there is no difference
/// @param missRate how often "equivalent" may be said when the difference is as large as the margin
/// @param typicalSquare the expected mean of squared differences, say from a pilot; for right or
///   wrong it is the share of rows on which the variants differ
/// @param trust how many rows that expectation weighs as much as
/// @param maxRows after how many rows the comparison ends undecided
public record SequentialPlan(
    double range,
    double margin,
    double alpha,
    double missRate,
    double typicalSquare,
    int trust,
    int maxRows) {

  private static final double USUAL_SHARE = 0.25;
  private static final int FAINT_TRUST = 10;
  private static final int PILOT_TRUST = 50;

  public SequentialPlan {
    Arguments.positive("range", range);
    Arguments.positive("margin", margin);
    if (margin >= range) {
      throw new IllegalArgumentException(
          "margin is %s, but must be below the range %s".formatted(margin, range));
    }
    Arguments.share("alpha", alpha);
    Arguments.share("missRate", missRate);
    Arguments.positive("typicalSquare", typicalSquare);
    if (typicalSquare > range * range) {
      throw new IllegalArgumentException(
          "typicalSquare is %s, but differences up to %s have squares up to %s"
              .formatted(typicalSquare, range, range * range));
    }
    Arguments.atLeast("trust", 1, trust);
    Arguments.atLeast("maxRows", 1, maxRows);
  }

  /// Error rates of 5 % on both sides, a faint guess of the spread, no limit of rows.
  public static SequentialPlan of(double range, double margin) {
    return new SequentialPlan(
        range, margin, 0.05, 0.05, USUAL_SHARE * range * range, FAINT_TRUST, Integer.MAX_VALUE);
  }

  /// The plan with other error rates.
  public SequentialPlan withErrorRates(double newAlpha, double newMissRate) {
    return new SequentialPlan(range, margin, newAlpha, newMissRate, typicalSquare, trust, maxRows);
  }

  /// The plan with the mean of squared differences that a pilot saw.
  public SequentialPlan withPilot(double meanSquare) {
    return new SequentialPlan(range, margin, alpha, missRate, meanSquare, PILOT_TRUST, maxRows);
  }

  /// The plan with a limit of rows.
  public SequentialPlan withMaxRows(int rows) {
    return new SequentialPlan(range, margin, alpha, missRate, typicalSquare, trust, rows);
  }
}
