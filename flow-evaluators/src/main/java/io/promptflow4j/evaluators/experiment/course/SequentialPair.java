package io.promptflow4j.evaluators.experiment.course;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Cost;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Verdict;
import io.promptflow4j.evaluators.comparison.decide.Outlook;
import io.promptflow4j.evaluators.statistics.Interval;
import io.promptflow4j.evaluators.statistics.sequential.Decision;
import io.promptflow4j.evaluators.statistics.sequential.SequentialState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// One variant against the baseline in one metric, looked at while rows come in.
///
/// @param differences of the rows in their order, variant minus baseline; those without one left
///   out
/// @param decidedAfter how many rows had been looked at when it was decided, those without a
///   difference counted
/// @param rowsAhead how many more it takes at least until it is decided
record SequentialPair(
    String variant,
    SequentialRule rule,
    List<Double> differences,
    SequentialState state,
    OptionalLong decidedAfter,
    int rowsAhead) {

  SequentialPair {
    differences = List.copyOf(differences);
  }

  /// Looks at the rows in their order, after each of them.
  ///
  /// @param all the differences; empty where a row has none
  static SequentialPair of(String variant, SequentialRule rule, List<OptionalDouble> all) {
    SequentialRule.Running running = rule.start();
    var differences = new ArrayList<Double>(all.size());
    var decidedAfter = OptionalLong.empty();
    for (int row = 0; row < all.size(); row++) {
      if (all.get(row).isPresent()) {
        double difference = all.get(row).getAsDouble();
        running.add(difference);
        differences.add(difference);
        if (decidedAfter.isEmpty() && running.rowsAhead() == 0) {
          decidedAfter = OptionalLong.of(row + 1L);
        }
      }
    }
    return new SequentialPair(
        variant, rule, differences, running.state(), decidedAfter, running.rowsAhead());
  }

  Metric metric() {
    return rule.metric();
  }

  /// The smallest difference that matters; 0 if none is known.
  double margin() {
    return rule.margin();
  }

  boolean isDecided() {
    return state.decision() != Decision.UNDECIDED;
  }

  /// Whether a stop waits for it: where no difference is too small to matter, it might wait for
  /// ever.
  boolean isAwaited() {
    return margin() > 0;
  }

  /// What it would take to decide it.
  ///
  /// @param share how likely so many rows are to do
  Outlook outlook(double share, Optional<Cost> perRow) {
    return new Outlook(
        differences.size(), Forecast.of(rule, differences, share), perRow, "decide it");
  }

  /// Where the difference lies, at all times at once; empty if there are too few rows to say.
  Optional<Comparison.Estimate> estimate() {
    Interval interval = state.interval();
    return Double.isInfinite(interval.low()) || Double.isInfinite(interval.high())
        ? Optional.empty()
        : Optional.of(
            new Comparison.Estimate(
                state.mean(),
                interval.low(),
                interval.high(),
                rule.hasScale()
                    ? "confidence sequence by betting"
                    : "confidence sequence by betting on signs"));
  }

  /// What it is called.
  String test() {
    return rule.hasScale() ? "test by betting" : "test by betting on signs";
  }

  /// What can be said.
  Verdict verdict() {
    Metric.Direction direction = metric().direction();
    boolean lowerIsBetter = direction == Metric.Direction.LOWER;
    if (direction == Metric.Direction.NONE
        && (state.decision() == Decision.BETTER || state.decision() == Decision.WORSE)) {
      return Verdict.DIFFERENT;
    }
    return switch (state.decision()) {
      case BETTER -> lowerIsBetter ? Verdict.WORSE : Verdict.BETTER;
      case WORSE -> lowerIsBetter ? Verdict.BETTER : Verdict.WORSE;
      case EQUIVALENT -> Verdict.EQUIVALENT;
      case UNDECIDED -> Verdict.TOO_FEW_ROWS;
    };
  }
}
