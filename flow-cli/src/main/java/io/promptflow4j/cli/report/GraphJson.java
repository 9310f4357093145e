package io.promptflow4j.cli.report;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.value.Value;
import java.util.Collection;
import java.util.LinkedHashSet;

/// The JSON document of `pf flow graph`: `{name, inputs: [{name, type, required}], nodes: [{name,
/// kind, reads, conditional, aggregation}], outputs: [{name, type, reads}]}`.
public final class GraphJson {

  private GraphJson() {}

  public static Value.Mapping of(FlowGraph graph) {
    return new Fields()
        .put("name", graph.name())
        .put("inputs", Value.of(graph.inputs().stream().map(GraphJson::input).toList()))
        .put("nodes", Value.of(graph.nodes().stream().map(GraphJson::node).toList()))
        .put("outputs", Value.of(graph.outputs().stream().map(GraphJson::output).toList()))
        .end();
  }

  private static Value.Mapping input(FlowInput input) {
    return new Fields()
        .put("name", input.name())
        .put("type", input.type().yamlName())
        .put("required", Value.of(input.defaultValue().isEmpty()))
        .end();
  }

  private static Value.Mapping node(Node node) {
    return new Fields()
        .put("name", node.name().value())
        .put("kind", kind(node))
        .put("reads", names(node.head().predecessors()))
        .put("conditional", Value.of(node.head().activation().isPresent()))
        .put("aggregation", Value.of(node.head().aggregation()))
        .end();
  }

  private static String kind(Node node) {
    return switch (node) {
      case Node.Prompt _ -> "prompt";
      case Node.Llm _ -> "llm";
      case Node.ToolNode _ -> "tool";
    };
  }

  private static Value.Mapping output(FlowOutput output) {
    var read = new LinkedHashSet<NodeName>();
    output.binding().forEachNode(read::add);
    return new Fields()
        .put("name", output.name())
        .put("type", output.type().yamlName())
        .put("reads", names(read))
        .end();
  }

  private static Value.Sequence names(Collection<NodeName> nodes) {
    return Value.of(nodes.stream().<Value>map(node -> Value.of(node.value())).toList());
  }
}
