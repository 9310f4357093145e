package io.promptflow4j.evaluators.experiment;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Metric.Direction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// An experiment as somebody asks for it.
///
/// @param name what its runs are named after; made of the flow and the time if empty. Under a name
///   that was used before, it goes on where it was
/// @param measures the evaluators; for finished runs none means the evaluations they have
/// @param baseline the arm or run all others are compared with; the flow's default variants, or
///   else the first, if empty
/// @param by columns whose groups are looked at on their own
/// @param margins by metric, the smallest difference that matters; `*` for all others
/// @param directions by metric, which way is better, for metrics whose evaluator does not say
/// @param stopWhenDecided whether rows are run in blocks until all metrics are decided
/// @param seed of the order in which rows are run if not all of them are
/// @param traces on how many rows of the report the traces are shown
/// @param conditions that are to be checked when all is known
public record ExperimentSpec(
    Optional<String> name,
    Subject subject,
    List<Measure> measures,
    Optional<String> baseline,
    List<String> by,
    SequencedMap<String, Double> margins,
    Map<String, Direction> directions,
    Comparison.Settings settings,
    boolean stopWhenDecided,
    Optional<Budget> budget,
    Prices prices,
    long seed,
    int traces,
    List<Condition> conditions) {

  /// 95 % intervals, 5 % errors over all tests (Holm), 80 % power.
  public static final Comparison.Settings USUAL = new Comparison.Settings(0.95, 0.05, 0.8, "holm");

  public ExperimentSpec {
    measures = List.copyOf(measures);
    by = List.copyOf(by);
    conditions = List.copyOf(conditions);
    directions = Map.copyOf(directions);
    margins = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(margins));
  }

  /// Everything on all rows, with the usual settings.
  public static ExperimentSpec of(Subject subject, List<Measure> measures) {
    return new ExperimentSpec(
        Optional.empty(),
        subject,
        measures,
        Optional.empty(),
        List.of(),
        new LinkedHashMap<>(),
        Map.of(),
        USUAL,
        false,
        Optional.empty(),
        Prices.UNKNOWN,
        0,
        100,
        List.of());
  }

  public ExperimentSpec withName(String other) {
    return new ExperimentSpec(
        Optional.of(other),
        subject,
        measures,
        baseline,
        by,
        margins,
        directions,
        settings,
        stopWhenDecided,
        budget,
        prices,
        seed,
        traces,
        conditions);
  }

  public ExperimentSpec withBaseline(String other) {
    return new ExperimentSpec(
        name,
        subject,
        measures,
        Optional.of(other),
        by,
        margins,
        directions,
        settings,
        stopWhenDecided,
        budget,
        prices,
        seed,
        traces,
        conditions);
  }

  public ExperimentSpec withBy(List<String> columns) {
    return new ExperimentSpec(
        name,
        subject,
        measures,
        baseline,
        columns,
        margins,
        directions,
        settings,
        stopWhenDecided,
        budget,
        prices,
        seed,
        traces,
        conditions);
  }

  public ExperimentSpec withMargins(Map<String, Double> other) {
    return new ExperimentSpec(
        name,
        subject,
        measures,
        baseline,
        by,
        new LinkedHashMap<>(other),
        directions,
        settings,
        stopWhenDecided,
        budget,
        prices,
        seed,
        traces,
        conditions);
  }

  public ExperimentSpec withDirections(Map<String, Direction> other) {
    return new ExperimentSpec(
        name,
        subject,
        measures,
        baseline,
        by,
        margins,
        other,
        settings,
        stopWhenDecided,
        budget,
        prices,
        seed,
        traces,
        conditions);
  }

  public ExperimentSpec withSettings(Comparison.Settings other) {
    return new ExperimentSpec(
        name,
        subject,
        measures,
        baseline,
        by,
        margins,
        directions,
        other,
        stopWhenDecided,
        budget,
        prices,
        seed,
        traces,
        conditions);
  }

  /// Stops as soon as every metric is decided.
  public ExperimentSpec stoppingWhenDecided() {
    return new ExperimentSpec(
        name,
        subject,
        measures,
        baseline,
        by,
        margins,
        directions,
        settings,
        true,
        budget,
        prices,
        seed,
        traces,
        conditions);
  }

  public ExperimentSpec withBudget(Budget other) {
    return new ExperimentSpec(
        name,
        subject,
        measures,
        baseline,
        by,
        margins,
        directions,
        settings,
        stopWhenDecided,
        Optional.of(other),
        prices,
        seed,
        traces,
        conditions);
  }

  public ExperimentSpec withPrices(Prices other) {
    return new ExperimentSpec(
        name,
        subject,
        measures,
        baseline,
        by,
        margins,
        directions,
        settings,
        stopWhenDecided,
        budget,
        other,
        seed,
        traces,
        conditions);
  }

  public ExperimentSpec withSeed(long other) {
    return new ExperimentSpec(
        name,
        subject,
        measures,
        baseline,
        by,
        margins,
        directions,
        settings,
        stopWhenDecided,
        budget,
        prices,
        other,
        traces,
        conditions);
  }

  public ExperimentSpec withTraces(int rows) {
    return new ExperimentSpec(
        name,
        subject,
        measures,
        baseline,
        by,
        margins,
        directions,
        settings,
        stopWhenDecided,
        budget,
        prices,
        seed,
        rows,
        conditions);
  }

  public ExperimentSpec withConditions(List<Condition> other) {
    return new ExperimentSpec(
        name,
        subject,
        measures,
        baseline,
        by,
        margins,
        directions,
        settings,
        stopWhenDecided,
        budget,
        prices,
        seed,
        traces,
        other);
  }
}
