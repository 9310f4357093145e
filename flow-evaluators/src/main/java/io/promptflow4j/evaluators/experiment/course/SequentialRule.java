package io.promptflow4j.evaluators.experiment.course;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Metric;
import io.promptflow4j.evaluators.statistics.sequential.SequentialComparison;
import io.promptflow4j.evaluators.statistics.sequential.SequentialPlan;
import io.promptflow4j.evaluators.statistics.sequential.SequentialState;
import io.promptflow4j.evaluators.statistics.sequential.UnboundedComparison;
import java.util.OptionalDouble;

/// How a metric is looked at while rows come in.
///
/// @param margin the smallest difference that matters; 0 if none is known
/// @param alpha how often a difference may be seen that is not there
/// @param missRate how often one as large as the margin may be taken for none
record SequentialRule(Metric metric, double margin, double alpha, double missRate) {

  /// A difference smaller than this share of the scale is taken not to matter, where no margin is
  /// set.
  private static final double USUAL_MARGIN = 0.05;

  /// The error rate is shared out over all pairs; a margin is ruled out as reliably as a test at a
  /// fixed number of rows does it.
  static SequentialRule of(Metric metric, Comparison.Settings settings, int pairs) {
    boolean shared = !settings.correction().equals("none");
    return new SequentialRule(
        metric,
        usualMargin(metric),
        shared ? settings.alpha() / Math.max(1, pairs) : settings.alpha(),
        Math.min(settings.alpha(), 1 - settings.power()));
  }

  private static double usualMargin(Metric metric) {
    return metric.margin() > 0 || !hasScale(metric)
        ? metric.margin()
        : USUAL_MARGIN * range(metric);
  }

  /// Whether the scale of a metric has ends. Where it has none, less can be said, and later.
  private static boolean hasScale(Metric metric) {
    return metric.min().isPresent()
        && metric.max().isPresent()
        && metric.max().get() > metric.min().get();
  }

  boolean hasScale() {
    return hasScale(metric);
  }

  private static double range(Metric metric) {
    return metric.max().orElseThrow() - metric.min().orElseThrow();
  }

  /// A comparison under way. Owned by one thread.
  interface Running {

    /// Takes the difference of one more row.
    void add(double difference);

    SequentialState state();

    /// How many more rows it takes at least until it is decided.
    int rowsAhead();
  }

  /// A comparison without rows.
  Running start() {
    return hasScale() ? bounded() : unbounded();
  }

  private Running bounded() {
    double range = range(metric);
    var comparison =
        new SequentialComparison(
            SequentialPlan.of(range, Math.min(margin, range / 2)).withErrorRates(alpha, missRate));
    return new Running() {
      @Override
      public void add(double difference) {
        comparison.add(difference);
      }

      @Override
      public SequentialState state() {
        return comparison.state();
      }

      @Override
      public int rowsAhead() {
        return comparison.rowsAhead();
      }
    };
  }

  private Running unbounded() {
    var comparison =
        new UnboundedComparison(
            margin > 0 ? OptionalDouble.of(margin) : OptionalDouble.empty(), alpha, missRate);
    return new Running() {
      @Override
      public void add(double difference) {
        comparison.add(difference);
      }

      @Override
      public SequentialState state() {
        return comparison.state();
      }

      @Override
      public int rowsAhead() {
        return comparison.rowsAhead();
      }
    };
  }
}
