package io.promptflow4j.core.graph.check;

import io.promptflow4j.core.definition.OutputDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Control;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.graph.node.NodeDraft;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what reads an output that the flow of a node does not have.
public final class FlowOutputReads {

  private final Map<NodeName, Node> nodes;
  private final Diagnostics diagnostics;

  /// @param nodes those that could be compiled
  public FlowOutputReads(Map<NodeName, Node> nodes, Diagnostics diagnostics) {
    this.nodes = nodes;
    this.diagnostics = diagnostics;
  }

  /// Checks the inputs and conditions of all nodes, and the outputs of the flow.
  public void check(
      List<NodeDraft> drafts, List<OutputDefinition> written, List<FlowOutput> outputs) {
    if (nodes.values().stream().noneMatch(Node.SubFlow.class::isInstance)) {
      return;
    }
    for (NodeDraft draft : drafts) {
      String who = "node '" + Shown.name(draft.name().value()) + "'";
      for (NodeDraft.Input input : draft.reads()) {
        input.binding().ifPresent(binding -> check(binding, input.value(), who));
      }
      draft
          .activation()
          .ifPresent(activation -> check(activation.when(), draft.activationPlace(), who));
    }
    for (FlowOutput output : outputs) {
      String who = "output '" + Shown.name(output.name()) + "'";
      Place place =
          written.stream()
              .filter(one -> one.name().value().equals(output.name()))
              .findFirst()
              .flatMap(one ->
                  one.reference().map(Written::place).or(() -> Optional.of(one.name().place())))
              .orElseThrow();
      check(output.binding(), place, who);
    }
  }

  private void check(Binding binding, Place place, String who) {
    switch (binding) {
      case Binding.FromNode(var name, var path) when nodes.get(name) instanceof Node.SubFlow node ->
          check(node, path.steps(), place, who);
      case Binding.Joined(var parts) -> parts.forEach(part -> check(part, place, who));
      case Binding.Items(var items) -> items.forEach(item -> check(item, place, who));
      case Binding.Fields(var fields) -> fields.values().forEach(field -> check(field, place, who));
      case Binding.Computed computed ->
          computed.variables().values().forEach(variable -> check(variable, place, who));
      case Binding.FromNode _,
          Binding.FromInput _,
          Binding.FromLoop _,
          Binding.Literal _,
          Binding.OfConnection _ -> {}
    }
  }

  /// Below `for_each`, the first step leads to an element; what `on_error` gives is not known.
  private void check(Node.SubFlow node, List<PropertyPath.Step> steps, Place place, String who) {
    Control control = node.head().control();
    int first = control.forEach().isPresent() ? 1 : 0;
    if (control.onError().isEmpty() && steps.size() > first) {
      check(node, steps.get(first), place, who);
    }
  }

  private void check(Node.SubFlow node, PropertyPath.Step step, Place place, String who) {
    List<String> names = node.flow().outputs().stream().map(FlowOutput::name).toList();
    if (step instanceof PropertyPath.Step.Key(var key) && names.contains(key)) {
      return;
    }
    String read =
        switch (step) {
          case PropertyPath.Step.Key(var key) -> key;
          case PropertyPath.Step.Index(var index) -> "[" + index + "]";
        };
    diagnostics.error(
        "unknown-flow-output",
        place,
        "%s reads '%s' of the flow of node '%s', but that has %s.%s"
            .formatted(
                who,
                Shown.name(read),
                Shown.name(node.name().value()),
                names.isEmpty() ? "no outputs" : "the outputs " + Shown.name(names.toString()),
                Suggestion.didYouMean(read, names)));
  }
}
