package io.promptflow4j.evaluators.experiment.gather;

import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunProgress;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.comparison.ComparedRow;
import io.promptflow4j.evaluators.comparison.ComparedRow.Cell;
import io.promptflow4j.evaluators.comparison.ComparedRow.RowScore;
import io.promptflow4j.evaluators.comparison.Comparison;
import io.promptflow4j.evaluators.experiment.Prices;
import io.promptflow4j.evaluators.experiment.scoring.Observed;
import io.promptflow4j.evaluators.experiment.scoring.ScoreOutput;
import io.promptflow4j.evaluators.experiment.scoring.Scores;
import io.promptflow4j.evaluators.experiment.scoring.Scoring;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Reads what arms came to, row by row. Owned by one thread.
public final class Gathering {

  /// One row while it is put together.
  private record Draft(Value.Mapping data, SequencedMap<String, List<Cell>> cells) {}

  private static final String NO_TIME =
      "steps were found on record instead of being done, so the time says nothing; with --cache off"
          + " each variant does them itself";

  private final RunStore store;
  private final List<Scoring> scorings;
  private final Prices prices;
  private final int traces;
  private final FirstTimes times;
  private final Predicate<ArmResult> isRecalled;
  private final NavigableMap<Long, Draft> rows = new TreeMap<>();
  private final Map<String, Observed> observed = new HashMap<>();
  private final List<Comparison.Variant> variants = new ArrayList<>();

  /// Reads runs whose rows were run once.
  public Gathering(RunStore store, List<Scoring> scorings, Prices prices, int traces) {
    this(store, scorings, prices, traces, new FirstTimes(), _ -> false);
  }

  /// Reads runs whose rows may have been run before, when `times` heard of them.
  ///
  /// @param isRecalled whether the rows of a run lack the time of what they found on record
  public Gathering(
      RunStore store,
      List<Scoring> scorings,
      Prices prices,
      int traces,
      FirstTimes times,
      Predicate<ArmResult> isRecalled) {
    this.store = store;
    this.scorings = scorings;
    this.prices = prices;
    this.traces = traces;
    this.times = times;
    this.isRecalled = isRecalled;
  }

  /// Takes all rows of an arm.
  public void add(ArmResult result) {
    var evaluation = new ArmFigures(prices);
    Map<RowKey, SequencedMap<String, RowScore>> scores = scores(result, evaluation);
    boolean paid = !prices.isEmpty() || mayBePaid(result.run().progress());
    var figures = new ArmFigures(prices);
    try (Stream<RowResult> all = store.rows(result.run().name(), RowFilter.ALL)) {
      all.forEach(row -> add(result, row, scores, figures, paid));
    }
    variants.add(figures.variant(result, evaluation));
  }

  /// Whether it is worth to look what the calls of its rows cost. The run's own bill says nothing
  /// of calls that were found on record.
  private static boolean mayBePaid(RunProgress progress) {
    return progress.recalled() > 0
        || !progress.bill().isComplete()
        || progress.bill().amounts().values().stream().anyMatch(amount -> amount.signum() > 0);
  }

  private void add(
      ArmResult result,
      RowResult row,
      Map<RowKey, SequencedMap<String, RowScore>> scores,
      ArmFigures figures,
      boolean paid) {
    Draft draft =
        rows.computeIfAbsent(
            row.key().line(),
            _ ->
                new Draft(
                    row.data().entries().isEmpty() ? row.inputs() : row.data(),
                    new LinkedHashMap<>()));
    boolean traced = rows.headMap(row.key().line()).size() < traces;
    Value.Mapping detail = traced || paid ? detail(result.run(), row) : Value.Mapping.EMPTY;
    double millis = times.of(result.arm().name(), row);
    figures.add(row, millis, paid ? detail : Value.Mapping.EMPTY);
    draft
        .cells()
        .computeIfAbsent(result.arm().name(), _ -> new ArrayList<>(1))
        .add(cell(row, millis, scores, traced ? Traces.shown(detail) : Value.Mapping.EMPTY));
  }

  private Value.Mapping detail(Run run, RowResult row) {
    return store.row(run.name(), row.key()).map(RowResult::detail).orElse(Value.Mapping.EMPTY);
  }

  private Cell cell(
      RowResult row,
      double millis,
      Map<RowKey, SequencedMap<String, RowScore>> scores,
      Value.Mapping trace) {
    var all = new LinkedHashMap<String, RowScore>();
    SequencedMap<String, RowScore> found = scores.getOrDefault(row.key(), new LinkedHashMap<>());
    String why =
        row.status() == RowResult.Status.FAILED ? "the row failed" : "the row was not evaluated";
    for (Scoring scoring : scorings) {
      for (ScoreOutput output : scoring.outputs()) {
        RowScore score = found.getOrDefault(output.metric(), new RowScore.NotScored(why));
        if (score instanceof RowScore.Scored(double value, _)) {
          observed.computeIfAbsent(output.metric(), _ -> new Observed()).add(value);
        }
        all.put(output.metric(), score);
      }
    }
    return new Cell(
        row.key().repeat(),
        row.status().label(),
        row.outputs(),
        row.error().map(RowResult.RowError::message),
        all,
        millis,
        row.usage().total(),
        trace);
  }

  private Map<RowKey, SequencedMap<String, RowScore>> scores(ArmResult result, ArmFigures figures) {
    var found = new HashMap<RowKey, SequencedMap<String, RowScore>>();
    for (Scoring scoring : scorings) {
      Run evaluation = result.evaluations().get(scoring.label());
      if (evaluation != null) {
        boolean paid = !prices.isEmpty() || mayBePaid(evaluation.progress());
        try (Stream<RowResult> all = store.rows(evaluation.name(), RowFilter.ALL)) {
          all.forEach(row -> {
            figures.add(row, 0, paid ? detail(evaluation, row) : Value.Mapping.EMPTY);
            found
                .computeIfAbsent(row.key(), _ -> new LinkedHashMap<>())
                .putAll(scores(result, scoring, row));
          });
        }
      }
    }
    return found;
  }

  /// How long a row took counts as it was at first: run again, it finds its calls on record.
  private SequencedMap<String, RowScore> scores(ArmResult result, Scoring scoring, RowResult row) {
    if (!scoring.readsTime()) {
      return scores(scoring, row);
    }
    return times.scores(
        result.arm().name(),
        scoring.label(),
        row.key(),
        () -> isRecalled.test(result) ? without(scoring, NO_TIME) : scores(scoring, row));
  }

  private static SequencedMap<String, RowScore> scores(Scoring scoring, RowResult row) {
    if (row.error().isEmpty()) {
      return Scores.of(scoring, row.outputs());
    }
    return without(scoring, "the evaluator failed: " + row.error().get().message());
  }

  private static SequencedMap<String, RowScore> without(Scoring scoring, String why) {
    var scores = new LinkedHashMap<String, RowScore>();
    scoring.outputs().forEach(output -> scores.put(output.metric(), new RowScore.NotScored(why)));
    return scores;
  }

  /// Which values the scores of a metric took.
  public Observed observed(String metric) {
    return observed.getOrDefault(metric, new Observed());
  }

  public List<Comparison.Variant> variants() {
    return List.copyOf(variants);
  }

  /// All rows in order, with the scores of those metrics that are kept.
  public List<ComparedRow> rows(List<String> kept) {
    var all = new ArrayList<ComparedRow>(rows.size());
    rows.forEach((line, draft) -> {
      var cells = new LinkedHashMap<String, List<Cell>>();
      draft
          .cells()
          .forEach((arm, repeats) ->
              cells.put(arm, repeats.stream().map(cell -> with(cell, kept)).toList()));
      all.add(new ComparedRow(line, draft.data(), cells));
    });
    return all;
  }

  private static Cell with(Cell cell, List<String> kept) {
    var scores = new LinkedHashMap<>(cell.scores());
    scores.keySet().retainAll(kept);
    return new Cell(
        cell.repeat(),
        cell.status(),
        cell.outputs(),
        cell.error(),
        scores,
        cell.latencyMillis(),
        cell.tokens(),
        cell.trace());
  }
}
