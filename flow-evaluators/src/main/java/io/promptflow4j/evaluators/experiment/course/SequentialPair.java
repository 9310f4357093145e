package io.promptflow4j.evaluators.experiment.course;

import io.promptflow4j.evaluators.comparison.ComparedRow;
import io.promptflow4j.evaluators.comparison.ComparedRow.RowScore;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Verdict;
import io.promptflow4j.evaluators.statistics.sequential.Decision;
import io.promptflow4j.evaluators.statistics.sequential.SequentialComparison;
import io.promptflow4j.evaluators.statistics.sequential.SequentialPlan;
import io.promptflow4j.evaluators.statistics.sequential.SequentialState;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// One variant against the baseline in one metric, looked at while rows come in.
///
/// @param margin the smallest difference that matters
public record SequentialPair(String variant, Metric metric, double margin, SequentialState state) {

  /// A difference smaller than this share of the scale is taken not to matter, where no margin is
  /// set.
  private static final double USUAL_MARGIN = 0.05;

  /// Whether the scale of a metric has ends, without which nothing can be said before all rows are
  /// in.
  static boolean canDecide(Metric metric) {
    return metric.min().isPresent()
        && metric.max().isPresent()
        && metric.max().get() > metric.min().get();
  }

  /// Looks at the rows in their order.
  ///
  /// @param pairs how many pairs share the error rate
  static SequentialPair of(
      String baseline,
      String variant,
      Metric metric,
      Map<Long, ComparedRow> rows,
      List<Long> order,
      Comparison.Settings settings,
      int pairs) {
    double range = metric.max().orElseThrow() - metric.min().orElseThrow();
    double margin = metric.margin() > 0 ? metric.margin() : USUAL_MARGIN * range;
    double alpha =
        settings.correction().equals("none") ? settings.alpha() : settings.alpha() / pairs;
    var comparison =
        new SequentialComparison(
            SequentialPlan.of(range, Math.min(margin, range / 2))
                .withErrorRates(alpha, 1 - settings.power()));
    for (Long line : order) {
      ComparedRow row = rows.get(line);
      if (row != null) {
        OptionalDouble first = score(row, baseline, metric.name());
        OptionalDouble second = score(row, variant, metric.name());
        if (first.isPresent() && second.isPresent()) {
          comparison.add(second.getAsDouble() - first.getAsDouble());
        }
      }
    }
    return new SequentialPair(variant, metric, margin, comparison.state());
  }

  /// The mean over the repeats of a row.
  private static OptionalDouble score(ComparedRow row, String variant, String metric) {
    return row.cells().getOrDefault(variant, List.of()).stream()
        .map(cell -> cell.scores().get(metric))
        .filter(RowScore.Scored.class::isInstance)
        .mapToDouble(score -> ((RowScore.Scored) score).value())
        .average();
  }

  public boolean isDecided() {
    return state.decision() != Decision.UNDECIDED;
  }

  /// Where the difference lies, at all times at once.
  public Comparison.Estimate estimate() {
    return new Comparison.Estimate(
        state.mean(),
        state.interval().low(),
        state.interval().high(),
        "confidence sequence by betting");
  }

  /// What can be said.
  Verdict verdict() {
    boolean lowerIsBetter = metric.direction() == Metric.Direction.LOWER;
    if (metric.direction() == Metric.Direction.NONE
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
