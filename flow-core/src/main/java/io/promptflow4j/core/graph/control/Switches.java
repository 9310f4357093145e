package io.promptflow4j.core.graph.control;

import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Activation;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.graph.node.NodeDraft;
import io.promptflow4j.core.graph.reference.BindingReader;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.graph.reference.Site;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// The branches of a flow's `switch` nodes: what each `switch` node reads, and the condition that
/// each node of a branch gets. Owned by the thread that compiles.
public final class Switches {

  private final BindingReader bindings;
  private final Set<NodeName> nodes;
  private final Diagnostics diagnostics;
  private final Map<NodeName, List<NodeDraft.Input>> inputs = new LinkedHashMap<>();
  private final Map<NodeName, Activation> conditions = new LinkedHashMap<>();
  private final Map<NodeName, NodeName> takenBy = new LinkedHashMap<>();

  /// @param nodes the names of all nodes
  public Switches(BindingReader bindings, Set<NodeName> nodes, Diagnostics diagnostics) {
    this.bindings = bindings;
    this.nodes = nodes;
    this.diagnostics = diagnostics;
  }

  /// Whether a node is one.
  public static boolean isSwitch(NodeDefinition body) {
    return body.type().filter(type -> type.value().equals("switch")).isPresent();
  }

  /// What the inputs of a `switch` node are.
  public List<NodeDraft.Input> inputs(NodeName node) {
    return inputs.getOrDefault(node, List.of());
  }

  /// The condition of a node that is part of a branch.
  public Optional<Activation> condition(NodeName node) {
    return Optional.ofNullable(conditions.get(node));
  }

  /// What stands under `switch`.
  private record Branches(
      Place place, Written value, List<Written.Field> cases, Optional<Written> otherwise) {}

  /// Reads one `switch` node.
  public void add(NodeName name, NodeDefinition body, Place place) {
    String label = "'switch' of node '%s'".formatted(Shown.name(name.value()));
    Written written = body.control().branches().orElse(null);
    if (written instanceof Written.Fields fields) {
      branches(fields, label).ifPresent(branches -> add(name, branches, label));
    } else {
      diagnostics.error(
          "wrong-control",
          written == null ? place : written.place(),
          "node '%s' has no branches; write 'switch: {value: ${NODE.output}, cases: {…}}'."
              .formatted(Shown.name(name.value())));
    }
  }

  private Optional<Branches> branches(Written.Fields written, String label) {
    SequencedMap<String, Written> keys = new LinkedHashMap<>();
    written.fields().forEach(field -> keys.put(field.key().value(), field.content()));
    Written value = keys.get("value");
    if (value == null
        || !(keys.get("cases") instanceof Written.Fields cases)
        || cases.fields().isEmpty()) {
      diagnostics.error(
          "wrong-control",
          written.place(),
          "%s needs a 'value' and a mapping of 'cases'; write 'value: ${NODE.output}' and 'cases: {VALUE: NODE}'."
              .formatted(label));
      return Optional.empty();
    }
    Optional<Written> otherwise =
        Optional.ofNullable(keys.get("default"))
            .filter(found -> !(found.value() instanceof Value.Null));
    return Optional.of(new Branches(written.place(), value, cases.fields(), otherwise));
  }

  private void add(NodeName name, Branches branches, String label) {
    Written value = branches.value();
    Optional<Binding> asked = bindings.read(value, Site.ofNode(name));
    var read = new ArrayList<NodeDraft.Input>();
    read.add(
        new NodeDraft.Input(
            Node.Choice.VALUE, value.place(), value.place(), Optional.of(value), asked));
    var all = new LinkedHashSet<String>();
    SequencedMap<NodeName, Set<String>> casesOf = new LinkedHashMap<>();
    for (Written.Field one : branches.cases()) {
      String text = one.key().value();
      all.add(text);
      List<NodeName> branch = branch(one.content(), name, label);
      branch.forEach(node -> casesOf.computeIfAbsent(node, _ -> new LinkedHashSet<>()).add(text));
      last(branch, Node.Choice.CASE + text, one.content()).ifPresent(read::add);
    }
    List<NodeName> byDefault =
        branches.otherwise().map(written -> branch(written, name, label)).orElse(List.of());
    branches
        .otherwise()
        .flatMap(written -> last(byDefault, Node.Choice.DEFAULT, written))
        .ifPresent(read::add);
    asked.ifPresent(binding -> {
      casesOf.forEach((node, cases) -> {
        if (!byDefault.contains(node)) {
          var condition = new SwitchCondition(cases, false);
          take(node, name, binding, condition, one(cases), branches.place());
        }
      });
      branches
          .otherwise()
          .ifPresent(written ->
              byDefault.forEach(node -> {
                var condition =
                    new SwitchCondition(others(all, casesOf.getOrDefault(node, Set.of())), true);
                take(node, name, binding, condition, "none of the cases", written.place());
              }));
    });
    inputs.put(name, read);
  }

  /// The cases in which a node that is also taken by default is not.
  private static Set<String> others(Set<String> all, Set<String> own) {
    var others = new LinkedHashSet<>(all);
    others.removeAll(own);
    return others;
  }

  private static String one(Set<String> texts) {
    return "'" + String.join("' or '", texts) + "'";
  }

  private Optional<NodeDraft.Input> last(List<NodeName> branch, String input, Written written) {
    return branch.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new NodeDraft.Input(
                input,
                written.place(),
                written.place(),
                Optional.empty(),
                Optional.of(new Binding.FromNode(branch.getLast(), PropertyPath.WHOLE))));
  }

  private List<NodeName> branch(Written written, NodeName self, String label) {
    List<Written> named = written instanceof Written.Items(var items, _) ? items : List.of(written);
    if (named.isEmpty()) {
      diagnostics.error(
          "wrong-control",
          written.place(),
          "%s has a branch without a node; name one, or leave the case out.".formatted(label));
    }
    var branch = new ArrayList<NodeName>();
    for (Written one : named) {
      String text = one instanceof Written.Scalar ? PythonText.str(one.value()) : "";
      var name = new NodeName(text);
      if (!nodes.contains(name) || name.equals(self)) {
        diagnostics.error(
            "unknown-node",
            one.place(),
            "%s names the node '%s', but %s.%s"
                .formatted(
                    label,
                    Shown.name(text),
                    name.equals(self) ? "that is itself" : "no node has that name",
                    Suggestion.didYouMean(text, nodes.stream().map(NodeName::value).toList())));
      } else {
        branch.add(name);
      }
    }
    return branch;
  }

  private void take(
      NodeName node,
      NodeName by,
      Binding value,
      SwitchCondition condition,
      String shown,
      Place place) {
    NodeName before = takenBy.putIfAbsent(node, by);
    if (before != null) {
      diagnostics.error(
          "two-conditions",
          place,
          "node '%s' stands in two branches (of '%s' and of '%s'), which can't both decide when it runs; give each branch a node of its own."
              .formatted(
                  Shown.name(node.value()), Shown.name(before.value()), Shown.name(by.value())));
      return;
    }
    SequencedMap<String, Binding> variables = new LinkedHashMap<>();
    variables.put(SwitchCondition.VALUE, value);
    var computed =
        new Binding.Computed(
            "%s: %s".formatted(Shown.name(by.value()), shown), condition, variables, false);
    conditions.put(node, new Activation(computed, Value.Bool.TRUE));
  }

  /// Says that a node of a branch has a condition of its own as well.
  public void reportTwo(NodeName node, Place place) {
    diagnostics.error(
        "two-conditions",
        place,
        "node '%s' has 'activate' and stands in a branch of '%s', which decides when it runs; remove one of them."
            .formatted(
                Shown.name(node.value()), Shown.name(takenBy.getOrDefault(node, node).value())));
  }
}
