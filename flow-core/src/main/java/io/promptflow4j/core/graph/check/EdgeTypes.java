package io.promptflow4j.core.graph.check;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.graph.node.NodeDraft;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.value.ValueType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Warns of values that can't be what a tool's parameter says. Nothing is converted between nodes,
/// so a text stays a text; only what is certain is said.
public final class EdgeTypes {

  private static final Set<ValueType> NUMBERS =
      Set.of(ValueType.INT, ValueType.DOUBLE, ValueType.BOOL);

  private final KnownTypes types;
  private final Map<NodeName, Node> nodes;
  private final Diagnostics diagnostics;

  private EdgeTypes(KnownTypes types, Map<NodeName, Node> nodes, Diagnostics diagnostics) {
    this.types = types;
    this.nodes = nodes;
    this.diagnostics = diagnostics;
  }

  /// Checks every input of every node.
  ///
  /// @param inputs the flow inputs' types
  /// @param nodes those that could be compiled
  public static void check(
      List<NodeDraft> drafts,
      Map<String, ValueType> inputs,
      Map<NodeName, Node> nodes,
      Diagnostics diagnostics) {
    var check = new EdgeTypes(new KnownTypes(inputs, nodes.values()), nodes, diagnostics);
    drafts.forEach(check::check);
  }

  private void check(NodeDraft draft) {
    checkList(draft);
    Map<String, ToolParameter> parameters =
        nodes.get(draft.name()) instanceof Node.ToolNode(_, var tool)
            ? tool.signature().parameters().stream()
                .collect(Collectors.toMap(ToolParameter::name, one -> one, (one, _) -> one))
            : Map.of();
    for (NodeDraft.Input input : draft.inputs()) {
      Binding binding = input.binding().orElse(null);
      if (binding == null || binding instanceof Binding.Literal) {
        continue;
      }
      checkPath(draft, input, binding);
      ToolParameter parameter = parameters.get(input.name());
      if (parameter != null && parameter.types().size() == 1) {
        checkType(draft, input, binding, parameter.types().getFirst());
      }
    }
  }

  /// What `for_each` reads has to be a list.
  private void checkList(NodeDraft draft) {
    draft
        .control()
        .forEach()
        .flatMap(each -> given(draft, each.items()))
        .filter(type -> type != ValueType.LIST && type != ValueType.OBJECT)
        .ifPresent(type ->
            diagnostics.warning(
                "edge-type-mismatch",
                draft.definition().control().forEach().map(Written::place).orElse(draft.place()),
                "'for_each' of node '%s' needs a list, but what it reads is always %s; make a list of it in a node first."
                    .formatted(Shown.name(draft.name().value()), described(type))));
  }

  private void checkPath(NodeDraft draft, NodeDraft.Input input, Binding binding) {
    if (binding instanceof Binding.FromNode(var read, var path)
        && !path.equals(PropertyPath.WHOLE)
        && types.ofNode(read).equals(Optional.of(ValueType.STRING))) {
      diagnostics.warning(
          "edge-type-mismatch",
          input.value(),
          "node '%s' reads '%s' of the output of '%s', but that is a text and has no parts; parse it in a python node first."
              .formatted(
                  Shown.name(draft.name().value()),
                  Shown.name(path.text()),
                  Shown.name(read.value())));
    }
  }

  private void checkType(
      NodeDraft draft, NodeDraft.Input input, Binding binding, ToolParameter.Type declared) {
    if (!(declared instanceof ToolParameter.Type.OfValue(var wanted))) {
      return;
    }
    Optional<ValueType> given = given(draft, binding);
    if (given.isPresent() && neverFits(given.get(), wanted)) {
      diagnostics.warning(
          "edge-type-mismatch",
          input.value(),
          "'%s' of node '%s' is declared as %s, but what it reads is always %s, and nothing is converted on the way; change the declaration or convert the value first."
              .formatted(
                  Shown.name(input.name()),
                  Shown.name(draft.name().value()),
                  wanted.yamlName(),
                  described(given.get())));
    }
  }

  /// An aggregation node gets lists: one value for each row.
  private Optional<ValueType> given(NodeDraft draft, Binding binding) {
    if (!draft.aggregation()) {
      return types.of(binding);
    }
    return switch (binding) {
      case Binding.FromInput _ -> Optional.of(ValueType.LIST);
      case Binding.FromNode(var read, _) ->
          Optional.ofNullable(nodes.get(read))
              .filter(node -> !node.head().aggregation())
              .map(_ -> ValueType.LIST);
      case Binding.Literal _,
          Binding.OfConnection _,
          Binding.FromLoop _,
          Binding.Computed _,
          Binding.Joined _,
          Binding.Items _,
          Binding.Fields _ ->
          Optional.empty();
    };
  }

  private static boolean neverFits(ValueType given, ValueType wanted) {
    return switch (given) {
      case STRING -> NUMBERS.contains(wanted) || wanted == ValueType.LIST;
      case LIST -> NUMBERS.contains(wanted);
      case INT, DOUBLE, BOOL -> wanted == ValueType.LIST;
      case SECRET, PROMPT_TEMPLATE, OBJECT, FILE_PATH, IMAGE, ASSISTANT_DEFINITION, ANY -> false;
    };
  }

  private static String described(ValueType given) {
    return switch (given) {
      case STRING -> "a text";
      case LIST -> "a list";
      case INT -> "a whole number";
      case DOUBLE -> "a number";
      case BOOL -> "true or false";
      case SECRET, PROMPT_TEMPLATE, OBJECT, FILE_PATH, IMAGE, ASSISTANT_DEFINITION, ANY ->
          given.yamlName();
    };
  }
}
