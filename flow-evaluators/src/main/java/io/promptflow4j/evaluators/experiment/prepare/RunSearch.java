package io.promptflow4j.evaluators.experiment.prepare;

import io.promptflow4j.core.dataset.DataFormat;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.RunStore.RunFilter;
import io.promptflow4j.core.run.figure.RowFigures;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.ColumnChoice.Columns;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.evaluators.experiment.Arm;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import io.promptflow4j.evaluators.experiment.scoring.EvaluationSearch;
import io.promptflow4j.evaluators.experiment.scoring.EvaluatorSearch;
import io.promptflow4j.evaluators.experiment.scoring.RowNeeds;
import io.promptflow4j.evaluators.experiment.scoring.Scoring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Gets finished runs ready to be compared.
public final class RunSearch {

  private static final int MOST_KNOWN = 10_000;

  private final FlowRuns runs;
  private final RunHost host;
  private final Evaluators evaluators;
  private final Diagnostics diagnostics;

  public RunSearch(FlowRuns runs, RunHost host, Evaluators evaluators, Diagnostics diagnostics) {
    this.runs = runs;
    this.host = host;
    this.evaluators = evaluators;
    this.diagnostics = diagnostics;
  }

  public Preparation.Found find(ExperimentSpec spec, List<RunName> names) {
    List<Run> found = names.stream().flatMap(name -> completed(name).stream()).toList();
    Columns facts = facts(found);
    var evaluations = new EvaluationSearch(runs.store(), all(), evaluators, diagnostics);
    List<Scoring> scorings =
        spec.measures().isEmpty()
            ? evaluations.scorings(found)
            : new EvaluatorSearch(
                    runs, evaluators, facts, how(found), Optional.empty(), diagnostics)
                .all(spec.measures());
    List<Prepared.Candidate.Done> candidates =
        found.stream().map(run -> done(run, evaluations, scorings)).toList();
    checkRows(candidates, scorings);
    return new Preparation.Found(
        spec.name().orElseGet(() -> ExperimentNames.of(Path.of("runs"), host.clock().instant())),
        names.stream().map(RunName::value).collect(Collectors.joining(" and ")),
        found.stream()
            .flatMap(run -> run.plan().data().stream())
            .distinct()
            .collect(Collectors.joining(", ")),
        rows(found),
        found.stream().mapToInt(run -> run.plan().repeats()).max().orElse(1),
        List.copyOf(candidates),
        Optional.empty(),
        facts,
        scorings,
        otherData(found),
        Set.of(),
        Optional.empty());
  }

  /// Whether the rows have what evaluators read that are still to be run.
  private void checkRows(List<Prepared.Candidate.Done> candidates, List<Scoring> scorings) {
    if (diagnostics.hasErrors()) {
      return;
    }
    var needs = new RowNeeds(runs, diagnostics);
    for (Prepared.Candidate.Done done : candidates) {
      for (Scoring scoring : scorings) {
        if (!done.evaluations().containsKey(scoring.label())) {
          needs.check(scoring.label(), scoring.over(done.run().name(), done.data()));
        }
      }
    }
  }

  private Optional<Run> completed(RunName name) {
    Optional<Run> found = runs.store().find(name);
    if (found.isEmpty()) {
      List<String> known = all().stream().map(run -> run.name().value()).toList();
      diagnostics.error(
          "no-such-run",
          Preparation.EXPERIMENT,
          "there is no run '%s'.%s".formatted(name, Suggestion.didYouMean(name.value(), known)));
      return found;
    }
    if (found.get().status() != RunStatus.COMPLETED) {
      diagnostics.error(
          "run-not-completed",
          Preparation.EXPERIMENT,
          "run '%s' is %s; only completed runs can be compared. Resume it first."
              .formatted(name, found.get().status().label()));
      return Optional.empty();
    }
    return found;
  }

  private List<Run> all() {
    return runs.store()
        .list(new RunFilter(false, true, Optional.empty(), Optional.empty(), MOST_KNOWN));
  }

  private static FlowSettings how(List<Run> found) {
    FlowSettings how = FlowSettings.defaults();
    return found.isEmpty() ? how : found.getFirst().plan().model().map(how::withModel).orElse(how);
  }

  /// What the first row of the first run has.
  private Columns facts(List<Run> found) {
    if (found.isEmpty()) {
      return new Columns(List.of(), List.of(), List.of());
    }
    var first = new RowFilter(Optional.of(RowResult.Status.COMPLETED), 0, 1);
    try (Stream<RowResult> rows = runs.store().rows(found.getFirst().name(), first)) {
      return rows.findFirst()
          .map(row ->
              new Columns(
                  names(row.outputs()), names(row.inputs()), names(row.data()), RowFigures.COLUMNS))
          .orElse(new Columns(List.of(), List.of(), List.of()));
    }
  }

  private static List<String> names(Value.Mapping columns) {
    return List.copyOf(columns.entries().keySet());
  }

  private static Prepared.Candidate.Done done(
      Run run, EvaluationSearch evaluations, List<Scoring> scorings) {
    var arm = new Arm(run.name().value(), run.labels().description(), new LinkedHashMap<>());
    Optional<DataSource> data =
        run.plan()
            .data()
            .filter(written -> !written.equals("-"))
            .map(written -> source(written, run));
    return new Prepared.Candidate.Done(arm, run, data, evaluations.of(run, scorings));
  }

  private static DataSource source(String written, Run run) {
    DataSource source = DataSource.of(written);
    return run.plan().settings().get("format") instanceof Value.Text(String format)
        ? DataFormat.named(format).map(source::withFormat).orElse(source)
        : source;
  }

  private static long rows(List<Run> found) {
    return found.stream()
        .mapToLong(
            run -> run.progress().rows().orElse(run.progress().completed()) / run.plan().repeats())
        .max()
        .orElse(0);
  }

  private static List<String> otherData(List<Run> found) {
    Map<Object, List<Run>> byData =
        found.stream()
            .filter(run -> run.pinned().data().isPresent())
            .collect(Collectors.groupingBy(run -> run.pinned().data().orElseThrow().hex()));
    var remarks = new ArrayList<String>();
    if (byData.size() > 1) {
      remarks.add(
          "The runs are over different data; rows of the same number are compared, whatever they"
              + " hold.");
    }
    return remarks;
  }
}
