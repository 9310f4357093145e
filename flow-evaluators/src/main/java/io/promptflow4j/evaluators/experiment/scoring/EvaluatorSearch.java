package io.promptflow4j.evaluators.experiment.scoring;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.run.figure.RowFigures;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.evaluation.ColumnChoice;
import io.promptflow4j.evaluators.evaluation.ColumnChoice.Columns;
import io.promptflow4j.evaluators.evaluation.Evaluator;
import io.promptflow4j.evaluators.evaluation.EvaluatorException;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.evaluators.experiment.Measure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds evaluators and gets them ready; what is wrong goes to the diagnostics.
public final class EvaluatorSearch {

  private final FlowRuns runs;
  private final Evaluators evaluators;
  private final Columns columns;
  private final FlowSettings how;
  private final Optional<RunSpec> rows;
  private final Diagnostics diagnostics;
  private final Set<String> labels = new HashSet<>();

  /// @param runs check the flows of evaluators
  /// @param columns what evaluators can read
  /// @param how connections, environment and model of the experiment
  /// @param rows a run that is to be made of the rows they score; empty if the runs are there
  public EvaluatorSearch(
      FlowRuns runs,
      Evaluators evaluators,
      Columns columns,
      FlowSettings how,
      Optional<RunSpec> rows,
      Diagnostics diagnostics) {
    this.runs = runs;
    this.evaluators = evaluators;
    this.columns = columns;
    this.how = how;
    this.rows = rows;
    this.diagnostics = diagnostics;
  }

  /// Those of `measures` that can be used.
  public List<Scoring> all(List<Measure> measures) {
    var found = new ArrayList<Scoring>();
    measures.forEach(measure -> ready(measure).ifPresent(found::add));
    return Scoring.distinct(found);
  }

  private Optional<Scoring> ready(Measure measure) {
    String label = label(measure.flow());
    try {
      Evaluator evaluator = evaluators.find(measure.flow());
      Path flow = evaluator.folder();
      Flow.Check check = Flow.check(flow, how.withConnections(Map.of()).withVariants(Map.of()));
      check.diagnostics().stream().filter(Diagnostic::isError).forEach(diagnostics::add);
      return check.graph().map(graph -> scoring(measure, label, evaluator, graph));
    } catch (EvaluatorException wrong) {
      diagnostics.addAll(wrong.diagnostics());
      if (wrong.diagnostics().isEmpty()) {
        diagnostics.error("unknown-evaluator", place(label), String.valueOf(wrong.getMessage()));
      }
      return Optional.empty();
    }
  }

  private Scoring scoring(Measure measure, String label, Evaluator evaluator, FlowGraph graph) {
    int before = diagnostics.size();
    ColumnChoice choice = ColumnChoice.of(evaluator, columns, measure.mapping());
    if (isDataKnown()) {
      choice.missing().forEach(what -> diagnostics.error("unmapped-input", place(label), what));
    }
    new MappingCheck(columns, diagnostics).check(label, choice.mapping());
    checkReadsOutput(label, choice.mapping(), evaluator);
    if (diagnostics.size() == before) {
      rows.ifPresent(
          run -> new RowNeeds(runs, diagnostics).check(label, run, graph, choice.mapping()));
    }
    List<ScoreOutput> outputs = ScoreOutput.of(evaluator);
    if (outputs.isEmpty()) {
      diagnostics.error(
          "no-scores", place(label), "%s has no outputs that could be scores.".formatted(label));
    }
    String flow = isFolder(measure.flow()) ? measure.flow() : Evaluators.PREFIX + evaluator.name();
    FlowSettings bound = bound(graph);
    checkModels(label, RunSpec.of(flow).withHow(bound));
    return new Scoring(
        label, flow, Optional.of(evaluator), bound, choice.mapping(), outputs, false);
  }

  /// Whether it can be said which columns there are; data that can't be read is reported as such.
  private boolean isDataKnown() {
    return !columns.data().isEmpty() || rows.flatMap(RunSpec::data).isEmpty();
  }

  /// A judge whose connection is missing would be noticed when the rows are run and paid.
  private void checkModels(String label, RunSpec flow) {
    runs.checkFlow(flow).stream()
        .filter(Diagnostic::isError)
        .map(found -> Diagnostic.error(found.code(), place(label), found.message()))
        .distinct() // several nodes have the same judge
        .forEach(diagnostics::add);
  }

  private static boolean isFolder(String written) {
    return !written.startsWith(Evaluators.PREFIX) && Files.exists(Path.of(written));
  }

  private void checkReadsOutput(String label, Value.Mapping mapping, Evaluator evaluator) {
    if (Scoring.reads(mapping, "run.outputs")
        || Scoring.reads(mapping, RowFigures.SOURCE)
        || columns.outputs().isEmpty()) {
      return;
    }
    diagnostics.error(
        "evaluator-reads-no-output",
        place(label),
        "%s reads no output of what is compared, so it would score all alike; map one, such as"
                .formatted(label)
            + " --evaluator-mapping %s='${run.outputs.%s}'."
                .formatted(
                    evaluator.inputs().isEmpty() ? "INPUT" : evaluator.inputs().getFirst().name(),
                    columns.outputs().getFirst()));
  }

  /// With the connections that are bound to nodes of this flow.
  private FlowSettings bound(FlowGraph graph) {
    var known = new HashSet<String>();
    graph.nodes().forEach(node -> known.add(node.name().value()));
    var kept = new HashMap<>(how.connections());
    kept.keySet().retainAll(known);
    return how.withConnections(kept).withVariants(Map.of());
  }

  /// The name of the evaluator or its folder, with a number where it is not the first.
  private String label(String written) {
    String bare = written.substring(written.indexOf(':') + 1);
    Path last = Path.of(bare).toAbsolutePath().normalize().getFileName();
    String plain = last == null ? "evaluator" : last.toString().replaceAll("[^A-Za-z0-9_.-]", "_");
    String label = plain;
    for (int number = 2; !labels.add(label); number++) {
      label = plain + "_" + number;
    }
    return label;
  }

  static Place place(String label) {
    return Place.startOf("evaluator " + label);
  }
}
