package io.promptflow4j.evaluators.experiment.scoring;

import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.dataset.mapping.InputNeeds;
import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.RunRefusedException;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// Holds the rows against what evaluators read of them, before anything is run or paid: a score
/// that can't be given would be noticed when the rows have been run.
public final class RowNeeds {

  private static final String DATA = "${data.";

  /// What the check of the run itself can't find.
  private static final Set<String> OWN =
      Set.of("missing-value", "wrong-type", "unresolved-mapping");

  private final FlowRuns runs;
  private final Diagnostics diagnostics;

  /// Reads rows by `runs`; what is wrong goes to `diagnostics`.
  public RowNeeds(FlowRuns runs, Diagnostics diagnostics) {
    this.runs = runs;
    this.diagnostics = diagnostics;
  }

  /// Checks what an evaluator reads of the data of a run that is to be made.
  void check(String label, RunSpec run, FlowGraph evaluator, Value.Mapping mapping) {
    var read = new LinkedHashMap<String, Value>();
    mapping
        .entries()
        .forEach((input, told) -> {
          if (told instanceof Value.Text(String text) && text.startsWith(DATA)) {
            read.put(input, told);
          }
        });
    if (read.isEmpty() || run.data().isEmpty() || run.data().get().isStandardInput()) {
      return;
    }
    var all = InputNeeds.of(evaluator);
    var needs =
        new InputNeeds(
            all.inputs().stream().filter(input -> read.containsKey(input.name())).toList(),
            all.optional());
    tell(label, runs.checkData(run, needs, new ColumnMapping(read, EvaluatorSearch.place(label))));
  }

  /// Checks the run that is to evaluate a run that is there.
  public void check(String label, RunSpec evaluation) {
    try {
      runs.check(evaluation);
    } catch (RunRefusedException mistakes) {
      tell(label, mistakes.diagnostics());
    }
  }

  private void tell(String label, List<Diagnostic> found) {
    found.stream()
        .filter(one -> OWN.contains(one.code()))
        .map(one ->
            one.place().equals(EvaluatorSearch.place(label))
                ? one
                : Diagnostic.error(
                    one.code(), one.place(), "evaluator %s: %s".formatted(label, one.message())))
        .forEach(diagnostics::add);
  }
}
