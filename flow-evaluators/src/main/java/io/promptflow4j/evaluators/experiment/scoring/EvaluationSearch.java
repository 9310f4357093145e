package io.promptflow4j.evaluators.experiment.scoring;

import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds evaluations that finished runs have already; or takes the runs themselves for evaluations
/// if that is what they are.
public final class EvaluationSearch {

  private static final String REASON = "_reason";

  private final RunStore store;
  private final List<Run> all;
  private final Diagnostics diagnostics;

  public EvaluationSearch(RunStore store, List<Run> all, Diagnostics diagnostics) {
    this.store = store;
    this.all = all;
    this.diagnostics = diagnostics;
  }

  /// The evaluators that all of `compared` were scored with.
  public List<Scoring> scorings(List<Run> compared) {
    if (compared.isEmpty()) {
      return List.of();
    }
    var flows = new LinkedHashSet<String>();
    evaluationsOf(compared.getFirst()).forEach(run -> flows.add(run.plan().flow()));
    flows.removeIf(flow -> compared.stream().anyMatch(run -> evaluation(run, flow).isEmpty()));
    var found = new ArrayList<Scoring>();
    for (String flow : flows) {
      Run example = evaluation(compared.getFirst(), flow).orElseThrow();
      found.add(scoring(label(flow), flow, example, false));
    }
    if (found.isEmpty() && compared.stream().allMatch(run -> run.plan().over().isPresent())) {
      String flow = compared.getFirst().plan().flow();
      found.add(scoring(label(flow), flow, compared.getFirst(), true));
    }
    if (found.isEmpty()) {
      diagnostics.error(
          "no-evaluations",
          Place.startOf("experiment"),
          "the runs have no evaluation in common; say --evaluator builtin:NAME or the folder of an"
              + " evaluation flow.");
    }
    return Scoring.distinct(found);
  }

  private Stream<Run> evaluationsOf(Run run) {
    return all.stream()
        .filter(one -> one.plan().over().equals(Optional.of(run.name())))
        .filter(one -> one.status() == RunStatus.COMPLETED);
  }

  private Optional<Run> evaluation(Run run, String flow) {
    return evaluationsOf(run).filter(one -> one.plan().flow().equals(flow)).findFirst();
  }

  private Scoring scoring(String label, String flow, Run example, boolean own) {
    return new Scoring(
        label, flow, FlowSettings.defaults(), Value.Mapping.EMPTY, outputs(example), own);
  }

  private List<ScoreOutput> outputs(Run example) {
    var first = new RowFilter(Optional.of(RowResult.Status.COMPLETED), 0, 1);
    try (Stream<RowResult> rows = store.rows(example.name(), first)) {
      Set<String> names =
          rows.findFirst().map(row -> row.outputs().entries().keySet()).orElse(Set.of());
      return names.stream()
          .filter(name -> !isReason(name, names))
          .map(name ->
              ScoreOutput.undeclared(name, Optional.of(name + REASON).filter(names::contains), ""))
          .toList();
    }
  }

  private static boolean isReason(String name, Set<String> names) {
    return name.endsWith(REASON)
        && names.contains(name.substring(0, name.length() - REASON.length()));
  }

  private static String label(String flow) {
    Path name = Path.of(flow.substring(flow.indexOf(':') + 1)).getFileName();
    return name == null ? "evaluator" : name.toString();
  }

  /// The evaluations of `run` that need not be made again, by the label of the evaluator.
  public Map<String, Run> of(Run run, List<Scoring> scorings) {
    var found = new LinkedHashMap<String, Run>();
    for (Scoring scoring : scorings) {
      if (scoring.isOwn()) {
        found.put(scoring.label(), run);
      } else if (scoring.mapping().entries().isEmpty()) {
        evaluation(run, scoring.written()).ifPresent(one -> found.put(scoring.label(), one));
      }
    }
    return found;
  }
}
