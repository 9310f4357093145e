package io.promptflow4j.evaluators.experiment;

import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.comparison.Comparison.Metric.Direction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;

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
    return with(draft -> draft.name = Optional.of(other));
  }

  public ExperimentSpec withBaseline(String other) {
    return with(draft -> draft.baseline = Optional.of(other));
  }

  public ExperimentSpec withBy(List<String> columns) {
    return with(draft -> draft.by = columns);
  }

  public ExperimentSpec withMargins(Map<String, Double> other) {
    return with(draft -> draft.margins = new LinkedHashMap<>(other));
  }

  public ExperimentSpec withDirections(Map<String, Direction> other) {
    return with(draft -> draft.directions = other);
  }

  public ExperimentSpec withSettings(Comparison.Settings other) {
    return with(draft -> draft.settings = other);
  }

  /// Stops as soon as every metric is decided.
  public ExperimentSpec stoppingWhenDecided() {
    return with(draft -> draft.stopWhenDecided = true);
  }

  public ExperimentSpec withBudget(Budget other) {
    return with(draft -> draft.budget = Optional.of(other));
  }

  public ExperimentSpec withPrices(Prices other) {
    return with(draft -> draft.prices = other);
  }

  public ExperimentSpec withSeed(long other) {
    return with(draft -> draft.seed = other);
  }

  public ExperimentSpec withTraces(int rows) {
    return with(draft -> draft.traces = rows);
  }

  public ExperimentSpec withConditions(List<Condition> other) {
    return with(draft -> draft.conditions = other);
  }

  private ExperimentSpec with(Consumer<Draft> change) {
    var draft = new Draft(this);
    change.accept(draft);
    return draft.spec();
  }

  /// One that is being changed; owned by one thread.
  private static final class Draft {

    private Optional<String> name;
    private Subject subject;
    private List<Measure> measures;
    private Optional<String> baseline;
    private List<String> by;
    private SequencedMap<String, Double> margins;
    private Map<String, Direction> directions;
    private Comparison.Settings settings;
    private boolean stopWhenDecided;
    private Optional<Budget> budget;
    private Prices prices;
    private long seed;
    private int traces;
    private List<Condition> conditions;

    private Draft(ExperimentSpec spec) {
      name = spec.name;
      subject = spec.subject;
      measures = spec.measures;
      baseline = spec.baseline;
      by = spec.by;
      margins = spec.margins;
      directions = spec.directions;
      settings = spec.settings;
      stopWhenDecided = spec.stopWhenDecided;
      budget = spec.budget;
      prices = spec.prices;
      seed = spec.seed;
      traces = spec.traces;
      conditions = spec.conditions;
    }

    private ExperimentSpec spec() {
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
          conditions);
    }
  }
}
