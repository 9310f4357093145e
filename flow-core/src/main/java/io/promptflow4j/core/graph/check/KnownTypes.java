package io.promptflow4j.core.graph.check;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.LoopName;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is known for certain about the values that bindings give. Most is not: a tool may return
/// anything.
final class KnownTypes {

  private final Map<String, ValueType> inputs;
  private final Map<NodeName, ValueType> outputs = new HashMap<>();

  KnownTypes(Map<String, ValueType> inputs, Collection<Node> nodes) {
    this.inputs = inputs;
    nodes.forEach(node -> outputOf(node).ifPresent(type -> outputs.put(node.name(), type)));
  }

  private static Optional<ValueType> outputOf(Node node) {
    if (node.head().control().forEach().isPresent()) {
      return Optional.of(ValueType.LIST);
    }
    return node.head().control().onError().isPresent() ? Optional.empty() : ofOnce(node);
  }

  private static Optional<ValueType> ofOnce(Node node) {
    return switch (node) {
      case Node.Prompt _ -> Optional.of(ValueType.STRING);
      case Node.Llm llm when llm.api() == ModelApi.CHAT && offersTools(llm) -> Optional.empty();
      case Node.Llm _ -> Optional.of(ValueType.STRING);
      case Node.SubFlow _ -> Optional.of(ValueType.OBJECT);
      case Node.ToolNode(_, var tool) -> tool.signature().result();
      case Node.Choice _ -> Optional.empty();
    };
  }

  private static boolean offersTools(Node.Llm llm) {
    return llm.inputs().containsKey("tools") || llm.inputs().containsKey("functions");
  }

  /// The type of what a binding gives; empty if it can't be known.
  Optional<ValueType> of(Binding binding) {
    return switch (binding) {
      case Binding.Literal(var value) -> of(value);
      case Binding.FromInput(var name, var path) when path.equals(PropertyPath.WHOLE) ->
          Optional.ofNullable(inputs.get(name)).filter(KnownTypes::isEnforced);
      case Binding.FromNode(var name, var path) when path.equals(PropertyPath.WHOLE) ->
          ofNode(name);
      case Binding.Joined _ -> Optional.of(ValueType.STRING);
      case Binding.Items _ -> Optional.of(ValueType.LIST);
      case Binding.Computed _ -> Optional.of(ValueType.BOOL);
      case Binding.FromLoop(var name, _) when name == LoopName.INDEX || name == LoopName.ROUND ->
          Optional.of(ValueType.INT);
      case Binding.FromLoop _ -> Optional.empty();
      case Binding.FromInput _, Binding.FromNode _, Binding.OfConnection _, Binding.Fields _ ->
          Optional.empty();
    };
  }

  Optional<ValueType> ofNode(NodeName name) {
    return Optional.ofNullable(outputs.get(name));
  }

  private static Optional<ValueType> of(Value value) {
    return switch (value) {
      case Value.Text _ -> Optional.of(ValueType.STRING);
      case Value.Whole _ -> Optional.of(ValueType.INT);
      case Value.Decimal _ -> Optional.of(ValueType.DOUBLE);
      case Value.Bool _ -> Optional.of(ValueType.BOOL);
      case Value.Sequence _ -> Optional.of(ValueType.LIST);
      case Value.Null _, Value.Mapping _, Value.Image _ -> Optional.empty();
    };
  }

  /// Whether values of this type are turned into it before the flow runs.
  private static boolean isEnforced(ValueType type) {
    return switch (type) {
      case INT, DOUBLE, BOOL, STRING, LIST -> true;
      case SECRET, PROMPT_TEMPLATE, OBJECT, FILE_PATH, IMAGE, ASSISTANT_DEFINITION, ANY -> false;
    };
  }
}
