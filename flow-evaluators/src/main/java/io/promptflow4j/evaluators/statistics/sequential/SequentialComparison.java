package io.promptflow4j.evaluators.statistics.sequential;

import io.promptflow4j.evaluators.statistics.Arguments;
import io.promptflow4j.evaluators.statistics.Interval;
import java.util.function.IntToDoubleFunction;

/// Compares two variants row by row and may stop at any row.
///
/// Four gamblers bet against "not better", "not worse", "better by the margin or more" and "worse
/// by the margin or more". The first two have to reach `2 / alpha`, which bounds the chance of a
/// false "better" or "worse" by alpha; the other two have to reach `1 / missRate`. Each stake is
/// the one that grows capital fastest if the difference is the margin (or, for the other two,
/// nothing) and the squares of differences are as seen so far: `margin / E[D²]`. On right or wrong
/// that is Wald's sequential probability ratio test of the discordant rows, which no test of equal
/// error rates beats on average.
///
/// Rows must come in an order that has nothing to do with their outcome; repeats of a row are
/// averaged first. Memory is constant and a row takes constant time. Not safe for use by several
/// threads at once.
public final class SequentialComparison {

  private final SequentialPlan plan;
  private final double margin;
  private final Spread spread;
  private final Wager better;
  private final Wager worse;
  private final Wager belowMargin;
  private final Wager aboveMinusMargin;
  private final Bound low;
  private final Bound high;
  private Decision decision = Decision.UNDECIDED;

  /// Starts a comparison without rows.
  public SequentialComparison(SequentialPlan plan) {
    this.plan = plan;
    margin = plan.margin() / plan.range();
    spread = new Spread(plan.typicalSquare() / (plan.range() * plan.range()), plan.trust());
    double differ = 2 / plan.alpha();
    better = new Wager(differ, 1, 1);
    worse = new Wager(differ, 1, 1);
    double alike = 1 / plan.missRate();
    belowMargin = new Wager(alike, 1 + margin, 1 - margin);
    aboveMinusMargin = new Wager(alike, 1 + margin, 1 - margin);
    low = new Bound(differ);
    high = new Bound(differ);
  }

  /// Takes the difference of one more row, candidate minus baseline, and says where things stand.
  ///
  /// Rows after the decision still narrow the interval.
  ///
  /// @throws IllegalArgumentException if the difference is outside the plan's range
  public SequentialState add(double difference) {
    if (!(Math.abs(Arguments.finite("difference", difference)) <= plan.range())) {
      throw new IllegalArgumentException(
          "difference is %s, but the plan says that none exceeds %s"
              .formatted(difference, plan.range()));
    }
    double scaled = difference / plan.range();
    betOnDifference(scaled);
    betOnLikeness(scaled);
    spread.add(scaled);
    if (decision == Decision.UNDECIDED && spread.rows() <= plan.maxRows()) {
      decision = decide();
    }
    return state();
  }

  /// How many more rows it takes at least until it is decided, whatever they say; 0 once it is.
  ///
  /// So many rows can be run at once without one too many.
  public int rowsAhead() {
    if (decision != Decision.UNDECIDED) {
      return 0;
    }
    IntToDoubleFunction onDifference = more -> margin / spread.squareAfter(more);
    IntToDoubleFunction onLikeness = more -> margin / (spread.squareAfter(more) + margin * margin);
    int differ = Math.min(better.rowsAhead(onDifference), worse.rowsAhead(onDifference));
    int alike = Math.max(belowMargin.rowsAhead(onLikeness), aboveMinusMargin.rowsAhead(onLikeness));
    return Math.max(1, Math.min(differ, alike));
  }

  /// Where things stand.
  public SequentialState state() {
    double from = low.value() * plan.range();
    double to = Math.max(from, -high.value() * plan.range());
    return new SequentialState(
        spread.rows(),
        spread.rawMean() * plan.range(),
        new Interval(from, to, 1 - plan.alpha()),
        decision,
        decision != Decision.UNDECIDED || spread.rows() >= plan.maxRows());
  }

  private void betOnDifference(double scaled) {
    double wanted = margin / spread.square();
    double onBetter = better.stake(wanted);
    double onWorse = worse.stake(wanted);
    low.add(scaled, onBetter, wanted, spread, 1);
    high.add(-scaled, onWorse, wanted, spread, -1);
    better.settle(onBetter, scaled);
    worse.settle(onWorse, -scaled);
  }

  private void betOnLikeness(double scaled) {
    double wanted = margin / (spread.square() + margin * margin);
    belowMargin.settle(belowMargin.stake(wanted), margin - scaled);
    aboveMinusMargin.settle(aboveMinusMargin.stake(wanted), margin + scaled);
  }

  private Decision decide() {
    if (better.hasWon()) {
      return Decision.BETTER;
    }
    if (worse.hasWon()) {
      return Decision.WORSE;
    }
    return belowMargin.hasWon() && aboveMinusMargin.hasWon()
        ? Decision.EQUIVALENT
        : Decision.UNDECIDED;
  }
}
