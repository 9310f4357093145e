package io.promptflow4j.core.graph.check;

import io.promptflow4j.core.graph.Activation;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.node.NodeDraft;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.value.PythonEquality;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Warns of nodes that can never run: their condition compares things that are never equal, or all
/// that they wait for never runs.
public final class Reachability {

  private final KnownTypes types;
  private final Diagnostics diagnostics;
  private final Set<NodeName> dead = new HashSet<>();

  private Reachability(KnownTypes types, Diagnostics diagnostics) {
    this.types = types;
    this.diagnostics = diagnostics;
  }

  /// Checks every node that has a place in the order.
  ///
  /// @param ordered the nodes, each after those it reads
  /// @param inputs the flow inputs' types
  /// @param nodes those that could be compiled
  public static void check(
      List<NodeDraft> ordered,
      Map<String, ValueType> inputs,
      Map<NodeName, Node> nodes,
      Diagnostics diagnostics) {
    var check = new Reachability(new KnownTypes(inputs, nodes.values()), diagnostics);
    ordered.forEach(check::check);
  }

  private void check(NodeDraft draft) {
    Optional<String> why =
        draft.activation().isPresent()
            ? whyNever(draft, draft.activation().get())
            : whyAllBypassed(draft);
    why.ifPresent(reason -> {
      dead.add(draft.name());
      diagnostics.warning(
          "unreachable-branch",
          draft.activation().isPresent() ? draft.activationPlace() : draft.place(),
          "node '%s' can never run: %s".formatted(Shown.name(draft.name().value()), reason));
    });
  }

  private Optional<String> whyNever(NodeDraft draft, Activation condition) {
    if (condition.when() instanceof Binding.FromNode(var asked, _) && dead.contains(asked)) {
      return Optional.of(
          "its condition asks node '%s', which never runs.".formatted(Shown.name(asked.value())));
    }
    if (condition.when() instanceof Binding.Literal(var value)) {
      return PythonEquality.equal(value, condition.is())
          ? Optional.empty()
          : Optional.of(
              "%s is not %s; write a reference such as '${NODE.output}' after 'when'."
                  .formatted(shown(value), shown(condition.is())));
    }
    if (draft.aggregation()) {
      return Optional.empty();
    }
    return types
        .of(condition.when())
        .filter(type -> neverEqual(type, condition.is()))
        .map(type ->
            "its condition gives a value of type %s, which is never equal to %s; %s"
                .formatted(type.yamlName(), shown(condition.is()), remedy(type)));
  }

  private static String remedy(ValueType type) {
    return type == ValueType.STRING
        ? "put the value after 'is' in quotes."
        : "write a value of that type after 'is'.";
  }

  private static boolean neverEqual(ValueType type, Value is) {
    boolean number =
        is instanceof Value.Whole || is instanceof Value.Decimal || is instanceof Value.Bool;
    return switch (type) {
      case STRING -> !(is instanceof Value.Text);
      case LIST -> !(is instanceof Value.Sequence);
      case INT, DOUBLE -> !number;
      case BOOL ->
          !PythonEquality.equal(is, Value.Bool.TRUE) && !PythonEquality.equal(is, Value.Bool.FALSE);
      case SECRET, PROMPT_TEMPLATE, OBJECT, FILE_PATH, IMAGE, ASSISTANT_DEFINITION, ANY -> false;
    };
  }

  private Optional<String> whyAllBypassed(NodeDraft draft) {
    var read = new LinkedHashSet<NodeName>();
    draft
        .inputs()
        .forEach(input -> input.binding().ifPresent(binding -> binding.forEachNode(read::add)));
    return !read.isEmpty() && dead.containsAll(read)
        ? Optional.of(
            "it reads only nodes that never run ('%s')."
                .formatted(Shown.name(read.getFirst().value())))
        : Optional.empty();
  }

  private static String shown(Value value) {
    return Shown.name(PythonText.repr(value));
  }
}
