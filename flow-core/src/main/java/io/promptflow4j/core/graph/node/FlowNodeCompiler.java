package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.NodeDefinition.SourceDefinition;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.FileAccessException;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Coercion;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Compiles nodes that run a flow: the flow itself, and every input against that flow's inputs.
final class FlowNodeCompiler {

  private final FlowFiles files;
  private final SubFlows flows;
  private final Literals literals;
  private final Diagnostics diagnostics;

  FlowNodeCompiler(FlowFiles files, SubFlows flows, Literals literals, Diagnostics diagnostics) {
    this.files = files;
    this.flows = flows;
    this.literals = literals;
    this.diagnostics = diagnostics;
  }

  Optional<Node> compile(NodeDraft draft) {
    Optional<Located<String>> path =
        draft
            .definition()
            .source()
            .flatMap(SourceDefinition::path)
            .filter(one -> !one.value().isBlank());
    if (path.isEmpty()) {
      diagnostics.error(
          draft.definition().source().isEmpty() ? "missing-source" : "missing-path",
          draft.definition().source().map(SourceDefinition::place).orElse(draft.place()),
          "node '%s' names no flow; write 'source: {type: code, path: FOLDER}'."
              .formatted(Shown.name(draft.name().value())));
      return Optional.empty();
    }
    Optional<String> file = file(path.get());
    if (file.isEmpty()) {
      return Optional.empty();
    }
    SubFlows.Found found = flows.find(draft.name(), files.folder().resolve(file.get()));
    String folder = file.get().substring(0, file.get().lastIndexOf('/') + 1);
    found.findings().forEach(finding -> report(finding, folder));
    found.problem().ifPresent(problem -> reportProblem(draft, path.get(), problem));
    if (found.graph().isEmpty() || found.folder().isEmpty()) {
      return Optional.empty();
    }
    FlowGraph flow = found.graph().get();
    warnOfAggregation(draft, flow, path.get().place());
    var bindings = bindings(draft, flow);
    return Optional.of(
        new Node.SubFlow(
            draft.head(bindings, Optional.of(file.get())), flow, found.folder().get()));
  }

  private void reportProblem(NodeDraft draft, Located<String> path, String problem) {
    diagnostics.error(
        "recursive-flow",
        path.place(),
        "node '%s' can't run the flow '%s': %s."
            .formatted(Shown.name(draft.name().value()), Shown.name(path.value()), problem));
  }

  /// The path of the flow file; empty, and reported, if there is none.
  private Optional<String> file(Located<String> path) {
    String written = path.value().replace('\\', '/').replaceAll("/+$", "");
    boolean isFile = written.endsWith(".yaml") || written.endsWith(".yml");
    var candidates =
        isFile ? List.of(written) : List.of(written + "/flow.dag.yaml", written + "/flow.dag.yml");
    for (String candidate : candidates) {
      try {
        files.folder().resolve(candidate);
        return Optional.of(candidate);
      } catch (FileAccessException _) {
        // the first one is reported if there is no other
      }
    }
    if (isOtherFile(written)) {
      diagnostics.error(
          "missing-file",
          path.place(),
          "'%s' is not a folder with a flow.dag.yaml, which a node of type 'flow' runs; name such a folder, or use the file in a node of another type."
              .formatted(Shown.name(path.value())));
    } else {
      files.exists(new Located<>(candidates.getFirst(), path.place()));
    }
    return Optional.empty();
  }

  private boolean isOtherFile(String path) {
    try {
      return Files.isRegularFile(files.folder().resolve(path));
    } catch (FileAccessException _) {
      return false;
    }
  }

  private void report(Diagnostic finding, String folder) {
    Place place = finding.place();
    diagnostics.add(
        new Diagnostic(
            finding.severity(),
            finding.code(),
            files.shown(new Place(folder + place.file(), place.line(), place.column())),
            finding.message()));
  }

  private void warnOfAggregation(NodeDraft draft, FlowGraph flow, Place place) {
    List<String> names =
        flow.nodes().stream()
            .filter(node -> node.head().aggregation())
            .map(node -> Shown.name(node.name().value()))
            .toList();
    if (!names.isEmpty()) {
      diagnostics.warning(
          "ignored-aggregation",
          place,
          "the flow of node '%s' has aggregation nodes (%s), which don't run in a node: there are no rows below it."
              .formatted(Shown.name(draft.name().value()), String.join(", ", names)));
    }
  }

  private SequencedMap<String, Binding> bindings(NodeDraft draft, FlowGraph flow) {
    var bindings = new LinkedHashMap<String, Binding>();
    var given = new ArrayList<String>();
    for (NodeDraft.Input input : draft.inputs()) {
      given.add(input.name());
      Optional<FlowInput> declared = flow.input(input.name());
      if (declared.isEmpty()) {
        reportUnknown(draft, input, flow);
      } else if (input.binding().isPresent()) {
        checkLiteral(draft, input, declared.get(), input.binding().get());
        bindings.put(input.name(), input.binding().get());
      }
    }
    for (FlowInput input : flow.inputs()) {
      if (input.defaultValue().isEmpty() && !draft.offered() && !given.contains(input.name())) {
        diagnostics.error(
            "missing-parameter",
            draft.place(),
            "node '%s' does not give '%s', which its flow needs; add it to the node's inputs, or give that input a default."
                .formatted(Shown.name(draft.name().value()), Shown.name(input.name())));
      }
    }
    return bindings;
  }

  private void reportUnknown(NodeDraft draft, NodeDraft.Input input, FlowGraph flow) {
    List<String> names = flow.inputs().stream().map(FlowInput::name).toList();
    diagnostics.warning(
        "unknown-parameter",
        input.key(),
        "the flow of node '%s' has no input '%s', so it is ignored; remove it.%s"
            .formatted(
                Shown.name(draft.name().value()),
                Shown.name(input.name()),
                Suggestion.didYouMean(input.name(), names)));
  }

  private void checkLiteral(
      NodeDraft draft, NodeDraft.Input input, FlowInput declared, Binding binding) {
    if (binding instanceof Binding.Literal(var value)
        && literals.coerce(declared.type(), value) instanceof Coercion.Refused(var why)) {
      diagnostics.error(
          "wrong-literal-type",
          input.value(),
          "'%s' of node '%s' has to be %s, but %s."
              .formatted(
                  Shown.name(input.name()),
                  Shown.name(draft.name().value()),
                  declared.type().yamlName(),
                  why));
    }
  }
}
