package io.promptflow4j.evaluators.experiment.prepare;

import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.RunCheck;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.engine.RunRefusedException;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.engine.variant.NodeVariants;
import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.run.figure.RowFigures;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.evaluators.evaluation.ColumnChoice.Columns;
import io.promptflow4j.evaluators.evaluation.registry.Evaluators;
import io.promptflow4j.evaluators.experiment.Arm;
import io.promptflow4j.evaluators.experiment.ExperimentSpec;
import io.promptflow4j.evaluators.experiment.Subject;
import io.promptflow4j.evaluators.experiment.scoring.EvaluatorSearch;
import io.promptflow4j.evaluators.experiment.scoring.Scoring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Gets the variants of a flow ready to be run.
public final class VariantSearch {

  private final FlowRuns runs;
  private final RunHost host;
  private final Evaluators evaluators;
  private final Diagnostics diagnostics;
  private Optional<SourceText> flowFile = Optional.empty();

  public VariantSearch(
      FlowRuns runs, RunHost host, Evaluators evaluators, Diagnostics diagnostics) {
    this.runs = runs;
    this.host = host;
    this.evaluators = evaluators;
    this.diagnostics = diagnostics;
  }

  public Preparation.Found find(ExperimentSpec spec, Subject.Variants subject) {
    RunSpec run = subject.run();
    Optional<DataSource> data = run.data();
    if (data.isPresent() && data.get().isStandardInput()) {
      diagnostics.error(
          "data-read-twice",
          Preparation.EXPERIMENT,
          "standard input can be read once only, but every variant reads the data; put it in a"
              + " file.");
    }
    Path path = flow(run.flow());
    Flow.Check check = Flow.check(path, run.how().withConnections(Map.of()).withVariants(Map.of()));
    RunSpec bound = check.graph().map(graph -> bound(run, graph)).orElse(run);
    Columns facts =
        new Columns(
            check.graph().stream()
                .flatMap(graph -> graph.outputs().stream())
                .map(FlowOutput::name)
                .toList(),
            check.graph().stream()
                .flatMap(graph -> graph.inputs().stream())
                .map(FlowInput::name)
                .toList(),
            data.map(source -> DataColumns.of(source, host)).orElse(List.of()),
            RowFigures.COLUMNS);
    if (subject.arms().isEmpty()) {
      diagnostics.error(
          "no-variants", Preparation.EXPERIMENT, "there is no variant to run; choose some.");
    }
    String name = spec.name().orElseGet(() -> ExperimentNames.of(path, host.clock().instant()));
    var candidates = new ArrayList<Prepared.Candidate>();
    OptionalLong rows = OptionalLong.empty();
    for (Arm arm : subject.arms()) {
      RunSpec armed = ExperimentNames.labelled(spec(bound, arm, path), name, arm);
      rows = check(armed);
      candidates.add(new Prepared.Candidate.ToRun(arm, armed));
    }
    Optional<SharedSteps> shared =
        check
            .graph()
            .filter(_ -> !CacheSettings.refused(run.settings()))
            .map(graph -> SharedSteps.of(graph, subject.arms()));
    List<Scoring> scorings =
        facts.outputs().isEmpty()
            ? List.of()
            : new EvaluatorSearch(
                    runs, evaluators, facts, run.how(), Optional.of(bound), diagnostics)
                .all(spec.measures());
    return new Preparation.Found(
        name,
        "Variants of " + ExperimentNames.folder(path),
        data.map(DataSource::written).orElse("no data"),
        rows.orElse(0) / Math.max(1, run.repeats()),
        run.repeats(),
        candidates,
        standard(subject.arms(), path),
        facts,
        scorings,
        shared.flatMap(steps -> steps.remark(subject.arms(), isTogether(spec))).stream().toList(),
        shared.map(steps -> steps.brief(subject.arms(), isTogether(spec))).orElse(Set.of()),
        flowFile);
  }

  /// Whether the arms run at the same time.
  private static boolean isTogether(ExperimentSpec spec) {
    return spec.stopWhenDecided() || spec.budget().isPresent();
  }

  private Path flow(String written) {
    Optional<Path> named =
        written.contains(":") ? host.flows().apply(written) : Optional.<Path>empty();
    return named.orElseGet(() -> Path.of(written)).toAbsolutePath().normalize();
  }

  /// Without the connections that are bound to nodes of other flows, if this one has some.
  private static RunSpec bound(RunSpec run, FlowGraph graph) {
    var known = new HashSet<String>();
    graph.nodes().forEach(node -> known.add(node.name().value()));
    var kept = new HashMap<>(run.how().connections());
    kept.keySet().retainAll(known);
    return run.withHow(run.how().withConnections(kept));
  }

  private static RunSpec spec(RunSpec run, Arm arm, Path flow) {
    var chosen = new HashMap<>(run.how().variants());
    chosen.putAll(arm.variants());
    FlowSettings how = run.how().withVariants(chosen);
    RunSpec armed = run.withHow(how);
    return ExperimentNames.scoped(armed, flow.toString());
  }

  private OptionalLong check(RunSpec armed) {
    try {
      RunCheck check = runs.check(armed);
      return OptionalLong.of(check.rows());
    } catch (RunRefusedException mistakes) {
      diagnostics.addAll(mistakes.diagnostics());
      flowFile = mistakes.flowFile().or(() -> flowFile);
      return OptionalLong.empty();
    }
  }

  /// The arm that is what the flow does when nobody chooses.
  private static Optional<String> standard(List<Arm> arms, Path flow) {
    var usual = new HashMap<String, String>();
    for (NodeVariants node : NodeVariants.of(flow)) {
      node.standard().ifPresent(id -> usual.put(node.node(), id));
    }
    return arms.stream()
        .filter(arm -> usual.entrySet().containsAll(arm.variants().entrySet()))
        .map(Arm::name)
        .findFirst();
  }
}
