package io.promptflow4j.cli.report;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Control;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/// The JSON document of `pf flow graph`: `{name, inputs: [{name, type, required}], nodes: [{name,
/// kind, reads, conditional, aggregation, control}], outputs: [{name, type, reads}], edges: [{from,
/// to, conditional}]}`.
///
/// An edge leads from `inputs.NAME` or a node to a node or `outputs.NAME`; each is told once, those
/// of a condition apart from those of inputs.
public final class GraphJson {

  private GraphJson() {}

  public static Value.Mapping of(FlowGraph graph) {
    return new Fields()
        .put("name", graph.name())
        .put("inputs", Value.of(graph.inputs().stream().map(GraphJson::input).toList()))
        .put("nodes", Value.of(graph.nodes().stream().map(GraphJson::node).toList()))
        .put("outputs", Value.of(graph.outputs().stream().map(GraphJson::output).toList()))
        .put("edges", edges(graph))
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
        .put("control", control(node.head().control()))
        .end();
  }

  /// The keys that the node has, from the outside in.
  private static Value.Sequence control(Control control) {
    var keys = new ArrayList<Value>();
    control.forEach().ifPresent(_ -> keys.add(Value.of("for_each")));
    control.repeat().ifPresent(_ -> keys.add(Value.of("repeat")));
    control.retry().ifPresent(_ -> keys.add(Value.of("retry")));
    control.timeout().ifPresent(_ -> keys.add(Value.of("timeout")));
    control.onError().ifPresent(_ -> keys.add(Value.of("on_error")));
    return Value.of(keys);
  }

  private static String kind(Node node) {
    return switch (node) {
      case Node.Prompt _ -> "prompt";
      case Node.Llm _ -> "llm";
      case Node.ToolNode _ -> "tool";
      case Node.SubFlow _ -> "flow";
      case Node.Choice _ -> "switch";
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

  private static Value.Sequence edges(FlowGraph graph) {
    var edges = new LinkedHashSet<Value>();
    for (Node node : graph.nodes()) {
      String to = node.name().value();
      node.inputs().values().forEach(binding -> edges.addAll(edges(binding, to, false)));
      node.head().control().forEachBinding(binding -> edges.addAll(edges(binding, to, false)));
      node.head()
          .activation()
          .ifPresent(condition -> edges.addAll(edges(condition.when(), to, true)));
    }
    graph
        .outputs()
        .forEach(
            output -> edges.addAll(edges(output.binding(), "outputs." + output.name(), false)));
    return Value.of(List.copyOf(edges));
  }

  private static List<Value> edges(Binding binding, String to, boolean conditional) {
    return sources(binding)
        .<Value>map(from ->
            new Fields()
                .put("from", from)
                .put("to", to)
                .put("conditional", Value.of(conditional))
                .end())
        .toList();
  }

  private static Stream<String> sources(Binding binding) {
    return switch (binding) {
      case Binding.Literal _, Binding.OfConnection _, Binding.FromLoop _ -> Stream.empty();
      case Binding.Computed computed ->
          computed.variables().values().stream().flatMap(GraphJson::sources);
      case Binding.FromInput(var input, _) -> Stream.of("inputs." + input);
      case Binding.FromNode(var node, _) -> Stream.of(node.value());
      case Binding.Joined(var parts) -> parts.stream().flatMap(GraphJson::sources);
      case Binding.Items(var items) -> items.stream().flatMap(GraphJson::sources);
      case Binding.Fields(var fields) -> fields.values().stream().flatMap(GraphJson::sources);
    };
  }
}
