package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the inputs of the command line mean for the flow, or for the one node that is to run.
final class LineInputs {

  private final FlowGraph graph;
  private final @Nullable String node;

  /// @param node the node to run; null for the whole flow
  LineInputs(FlowGraph graph, @Nullable String node) {
    this.graph = graph;
    this.node = node;
    if (node != null && graph.node(new NodeName(node)).isEmpty()) {
      throw new CommandFailure(
          "unknown-node",
          "the flow has no node '%s'; it has %s".formatted(Printable.line(node), nodeNames()));
    }
  }

  private String nodeNames() {
    return graph.nodes().stream()
        .map(Node::name)
        .map(NodeName::value)
        .collect(Collectors.joining(", "));
  }

  boolean isWholeFlow() {
    return node == null;
  }

  /// Runs the flow, or the node alone.
  FlowResult run(Flow flow, RunRequest request) {
    return node == null ? flow.run(request) : flow.runNode(node, request);
  }

  /// What is shown of a run: the flow's outputs, or what the node gave.
  Value shown(FlowResult result) {
    return node == null ? result.outputs() : given(result.nodes().get(new NodeName(node)));
  }

  private static Value given(@Nullable NodeResult result) {
    return result instanceof NodeResult.Completed completed ? completed.output() : Value.Null.NULL;
  }

  /// The inputs as the engine takes them: for a node without the prefix `node.`, for a chat flow
  /// with an empty history if none is given.
  Value.Mapping completed(Value.Mapping given) {
    return node == null ? withHistory(given) : withoutPrefix(given, node + ".");
  }

  private Value.Mapping withHistory(Value.Mapping given) {
    return graph
        .chat()
        .flatMap(ChatRoles::history)
        .filter(history -> given.get(history) == null && hasNoDefault(history))
        .map(history -> TestInputs.merged(given, historyOf(history)))
        .orElse(given);
  }

  private boolean hasNoDefault(String input) {
    return graph.input(input).flatMap(FlowInput::defaultValue).isEmpty();
  }

  private static Value.Mapping historyOf(String input) {
    var empty = new LinkedHashMap<String, Value>();
    empty.put(input, Value.Sequence.EMPTY);
    return Value.of(empty);
  }

  private static Value.Mapping withoutPrefix(Value.Mapping given, String prefix) {
    var own = new LinkedHashMap<String, Value>();
    given
        .entries()
        .forEach((name, value) ->
            own.put(name.startsWith(prefix) ? name.substring(prefix.length()) : name, value));
    return Value.of(own);
  }

  /// A warning for each input that the flow does not declare.
  List<String> unknown(Value.Mapping given) {
    if (node != null) {
      return List.of();
    }
    return given.entries().keySet().stream()
        .filter(name -> graph.input(name).isEmpty())
        .map(
            name -> "the flow has no input '%s'; it is passed over".formatted(Printable.line(name)))
        .toList();
  }
}
