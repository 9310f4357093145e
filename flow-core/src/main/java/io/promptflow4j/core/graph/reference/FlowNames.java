package io.promptflow4j.core.graph.reference;

import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.ValueType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// The names that a flow's references can mean. Owned by the thread that compiles.
public final class FlowNames {

  private static final int MAX_SUGGESTIONS = 64;

  private final SequencedMap<String, ValueType> inputs;
  private final Map<String, NodeName> nodes = new LinkedHashMap<>();
  private int suggestions;

  public FlowNames(SequencedMap<String, ValueType> inputs, Set<NodeName> nodes) {
    this.inputs = new LinkedHashMap<>(inputs);
    nodes.forEach(node -> this.nodes.put(node.value(), node));
  }

  boolean hasNode(String name) {
    return nodes.containsKey(name);
  }

  boolean hasInput(String name) {
    return inputs.containsKey(name);
  }

  /// Whether values of this input have no parts that a path could reach.
  boolean isScalar(String input) {
    return switch (inputs.getOrDefault(input, ValueType.ANY)) {
      case INT, DOUBLE, BOOL, STRING -> true;
      case SECRET, PROMPT_TEMPLATE, LIST, OBJECT, FILE_PATH, IMAGE, ASSISTANT_DEFINITION, ANY ->
          false;
    };
  }

  String typeOf(String input) {
    return inputs.getOrDefault(input, ValueType.ANY).yamlName();
  }

  /// ` Did you mean 'x'?`, or nothing. After many mistakes it stays silent, so that a file full of
  /// them is checked in time.
  String similarNode(String wrong) {
    return suggestions++ < MAX_SUGGESTIONS ? Suggestion.didYouMean(wrong, nodes.keySet()) : "";
  }

  String similarInput(String wrong) {
    return suggestions++ < MAX_SUGGESTIONS ? Suggestion.didYouMean(wrong, inputs.keySet()) : "";
  }

  boolean hasNoInputs() {
    return inputs.isEmpty();
  }
}
