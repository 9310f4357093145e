package io.promptflow4j.evaluators.experiment.course;

import io.promptflow4j.evaluators.comparison.ComparedRow;
import io.promptflow4j.evaluators.comparison.ComparedRow.RowScore;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.comparison.Comparison.Verdict;
import io.promptflow4j.evaluators.statistics.Interval;
import io.promptflow4j.evaluators.statistics.sequential.Decision;
import io.promptflow4j.evaluators.statistics.sequential.SequentialComparison;
import io.promptflow4j.evaluators.statistics.sequential.SequentialPlan;
import io.promptflow4j.evaluators.statistics.sequential.SequentialState;
import io.promptflow4j.evaluators.statistics.sequential.UnboundedComparison;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;

/// One variant against the baseline in one metric, looked at while rows come in.
///
/// @param margin the smallest difference that matters; 0 if none is known
public record SequentialPair(String variant, Metric metric, double margin, SequentialState state) {

  /// A difference smaller than this share of the scale is taken not to matter, where no margin is
  /// set.
  private static final double USUAL_MARGIN = 0.05;

  /// Whether the scale of a metric has ends. Where it has none, less can be said, and later.
  static boolean hasScale(Metric metric) {
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
    double alpha =
        settings.correction().equals("none") ? settings.alpha() : settings.alpha() / pairs;
    double margin = margin(metric);
    Course course = course(metric, margin, alpha, 1 - settings.power());
    for (Long line : order) {
      ComparedRow row = rows.get(line);
      if (row != null) {
        OptionalDouble first = score(row, baseline, metric.name());
        OptionalDouble second = score(row, variant, metric.name());
        if (first.isPresent() && second.isPresent()) {
          course.rows().accept(second.getAsDouble() - first.getAsDouble());
        }
      }
    }
    return new SequentialPair(variant, metric, margin, course.state().get());
  }

  private static double margin(Metric metric) {
    return metric.margin() > 0 || !hasScale(metric)
        ? metric.margin()
        : USUAL_MARGIN * range(metric);
  }

  private static double range(Metric metric) {
    return metric.max().orElseThrow() - metric.min().orElseThrow();
  }

  /// A comparison under way, of one of two kinds.
  private record Course(DoubleConsumer rows, Supplier<SequentialState> state) {}

  private static Course course(Metric metric, double margin, double alpha, double missRate) {
    if (hasScale(metric)) {
      double range = range(metric);
      var comparison =
          new SequentialComparison(
              SequentialPlan.of(range, Math.min(margin, range / 2))
                  .withErrorRates(alpha, missRate));
      return new Course(comparison::add, comparison::state);
    }
    var comparison =
        new UnboundedComparison(
            margin > 0 ? OptionalDouble.of(margin) : OptionalDouble.empty(), alpha, missRate);
    return new Course(comparison::add, comparison::state);
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

  /// Whether a stop waits for it: where no difference is too small to matter, it might wait for
  /// ever.
  boolean isAwaited() {
    return margin > 0;
  }

  /// Where the difference lies, at all times at once; empty if there are too few rows to say.
  public Optional<Comparison.Estimate> estimate() {
    Interval interval = state.interval();
    return Double.isInfinite(interval.low()) || Double.isInfinite(interval.high())
        ? Optional.empty()
        : Optional.of(
            new Comparison.Estimate(
                state.mean(),
                interval.low(),
                interval.high(),
                hasScale(metric)
                    ? "confidence sequence by betting"
                    : "confidence sequence by betting on signs"));
  }

  /// What it is called.
  String test() {
    return hasScale(metric) ? "test by betting" : "test by betting on signs";
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
