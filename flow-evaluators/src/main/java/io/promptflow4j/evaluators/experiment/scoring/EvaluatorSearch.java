package io.promptflow4j.evaluators.experiment.scoring;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowCheck;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.evaluators.experiment.Measure;
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

  private static final String REASON = "_reason";

  private final RunHost host;
  private final SubjectFacts facts;
  private final FlowSettings how;
  private final Diagnostics diagnostics;
  private final Set<String> labels = new HashSet<>();

  public EvaluatorSearch(
      RunHost host, SubjectFacts facts, FlowSettings how, Diagnostics diagnostics) {
    this.host = host;
    this.facts = facts;
    this.how = how;
    this.diagnostics = diagnostics;
  }

  public List<Scoring> all(List<Measure> measures) {
    var found = new ArrayList<Scoring>();
    measures.forEach(measure -> ready(measure).ifPresent(found::add));
    return Scoring.distinct(found);
  }

  private Optional<Scoring> ready(Measure measure) {
    String label = label(measure.flow());
    Optional<Path> path = path(measure.flow());
    if (path.isEmpty()) {
      diagnostics.error(
          "unknown-evaluator",
          Place.startOf("evaluator " + label),
          "no evaluator is called '%s'; see pf evaluator list, or give the folder of an evaluation"
                  .formatted(measure.flow())
              + " flow.");
      return Optional.empty();
    }
    FlowCheck check = Flow.check(path.get(), how.withConnections(Map.of()));
    check.diagnostics().stream().filter(one -> one.isError()).forEach(diagnostics::add);
    return check.graph().map(graph -> scoring(measure, label, graph));
  }

  private Scoring scoring(Measure measure, String label, FlowGraph graph) {
    var mapping =
        new InputSearch(facts, diagnostics).of(label, graph.inputs(), Map.of(), measure.mapping());
    List<ScoreOutput> outputs = outputs(graph);
    if (outputs.isEmpty()) {
      diagnostics.error(
          "no-scores",
          Place.startOf("evaluator " + label),
          "%s has no outputs that could be scores.".formatted(label));
    }
    return new Scoring(label, measure.flow(), bound(graph), mapping, outputs, false);
  }

  /// With the connections that are bound to nodes of this flow.
  private FlowSettings bound(FlowGraph graph) {
    var known = new HashSet<String>();
    graph.nodes().forEach(node -> known.add(node.name().value()));
    var kept = new HashMap<>(how.connections());
    kept.keySet().retainAll(known);
    return how.withConnections(kept).withVariants(Map.of());
  }

  private static List<ScoreOutput> outputs(FlowGraph graph) {
    Set<String> names = new HashSet<>();
    graph.outputs().forEach(output -> names.add(output.name()));
    return graph.outputs().stream()
        .filter(output -> !isReason(output.name(), names))
        .map(output -> undeclared(output, names))
        .toList();
  }

  private static boolean isReason(String name, Set<String> names) {
    return name.endsWith(REASON)
        && names.contains(name.substring(0, name.length() - REASON.length()));
  }

  private static ScoreOutput undeclared(FlowOutput output, Set<String> names) {
    String reason = output.name() + REASON;
    return ScoreOutput.undeclared(
        output.name(),
        names.contains(reason) ? Optional.of(reason) : Optional.empty(),
        output.description());
  }

  private Optional<Path> path(String written) {
    return written.contains(":") ? host.flows().apply(written) : Optional.of(Path.of(written));
  }

  /// The name of the evaluator or its folder, with a number where it is not the first.
  private String label(String written) {
    Path name = Path.of(written.substring(written.indexOf(':') + 1)).toAbsolutePath().normalize();
    Path last = name.getFileName();
    String plain = last == null ? "evaluator" : last.toString().replaceAll("[^A-Za-z0-9_.-]", "_");
    String label = plain;
    for (int number = 2; !labels.add(label); number++) {
      label = plain + "_" + number;
    }
    return label;
  }
}
