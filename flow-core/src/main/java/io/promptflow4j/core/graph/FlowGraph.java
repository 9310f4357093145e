package io.promptflow4j.core.graph;

import io.promptflow4j.core.value.MessageFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A whole flow, checked.
///
/// @param nodes every node once, each after the nodes it reads; among equals the order of the file
/// @param outputs those that read aggregation nodes are left out, as in the original
/// @param environmentVariables name to text; a text `${connection.key}` is replaced when a run
///   starts
/// @param messageFormat how images in the outputs are written
/// @param metrics outputs that read aggregation nodes: what they give is no row's, but the run's
/// @param form how the flow is called, and with what for a first try
public record FlowGraph(
    String name,
    String description,
    List<FlowInput> inputs,
    List<FlowOutput> outputs,
    List<Node> nodes,
    Optional<ChatRoles> chat,
    SequencedMap<String, String> environmentVariables,
    MessageFormat messageFormat,
    List<FlowOutput> metrics,
    CallForm form) {

  public FlowGraph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
    metrics = List.copyOf(metrics);
    environmentVariables =
        Collections.unmodifiableSequencedMap(new LinkedHashMap<>(environmentVariables));
  }

  /// A flow of nodes.
  public FlowGraph(
      String name,
      String description,
      List<FlowInput> inputs,
      List<FlowOutput> outputs,
      List<Node> nodes,
      Optional<ChatRoles> chat,
      SequencedMap<String, String> environmentVariables,
      MessageFormat messageFormat,
      List<FlowOutput> metrics) {
    this(
        name,
        description,
        inputs,
        outputs,
        nodes,
        chat,
        environmentVariables,
        messageFormat,
        metrics,
        CallForm.OF_NODES);
  }

  public FlowGraph(
      String name,
      String description,
      List<FlowInput> inputs,
      List<FlowOutput> outputs,
      List<Node> nodes,
      Optional<ChatRoles> chat,
      SequencedMap<String, String> environmentVariables) {
    this(
        name,
        description,
        inputs,
        outputs,
        nodes,
        chat,
        environmentVariables,
        MessageFormat.BASIC,
        List.of());
  }

  /// The nodes, each followed by those that its model may call.
  public List<Node> withOffered() {
    var all = new LinkedHashSet<Node>();
    for (Node node : nodes) {
      all.add(node);
      if (node instanceof Node.Llm llm) {
        llm.offer().tools().forEach(tool -> all.add(tool.node()));
      }
    }
    return List.copyOf(all);
  }

  /// Every node once, what a model may call after its node, and those of the flows in it after the
  /// node that runs them.
  public List<Node> allNodes() {
    var all = new ArrayList<Node>();
    for (Node node : withOffered()) {
      all.add(node);
      if (node instanceof Node.SubFlow inner) {
        all.addAll(inner.flow().allNodes());
      }
    }
    return all;
  }

  public Optional<Node> node(NodeName name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }

  public Optional<FlowInput> input(String name) {
    return inputs.stream().filter(input -> input.name().equals(name)).findFirst();
  }
}
