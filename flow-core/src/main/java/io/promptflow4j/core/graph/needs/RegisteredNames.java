package io.promptflow4j.core.graph.needs;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.node.SubFlows;
import io.promptflow4j.core.model.registry.ModelNames;
import io.promptflow4j.core.model.registry.ModelNames.Resolved;
import io.promptflow4j.core.model.registry.RegistryReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the names of registered models in a flow stand for, in the form in which nodes are bound
/// from outside.
public final class RegisteredNames {

  private static final String MODEL = "model:";

  private RegisteredNames() {}

  /// `node` to field to value, for the `llm` nodes that name a registered model with a literal: the
  /// model it stands for, and its connection if it has one. Empty if no node does.
  ///
  /// @throws io.promptflow4j.core.model.registry.RegistryException if aliases lead in a circle
  public static Map<String, Map<String, String>> bindings(FlowGraph graph, ModelNames names) {
    var bound = new LinkedHashMap<String, Map<String, String>>();
    found(graph, names).forEach((node, found) -> bound.put(node, found.fields()));
    return bound;
  }

  /// `node` to the entries (`name:version`) that the name in it led to, aliases on the way
  /// included. Empty if no node names a registered model with a literal.
  ///
  /// @throws io.promptflow4j.core.model.registry.RegistryException if aliases lead in a circle
  public static SortedMap<String, List<String>> references(FlowGraph graph, ModelNames names) {
    var references = new TreeMap<String, List<String>>();
    found(graph, names)
        .forEach((node, found) -> references.put(node, found.resolved().references()));
    return references;
  }

  /// What a node names, and the fields to bind for it.
  private record Found(Resolved resolved, Map<String, String> fields) {}

  private static Map<String, Found> found(FlowGraph graph, ModelNames names) {
    var all = new LinkedHashMap<String, Found>();
    for (Node node : graph.withOffered()) {
      if (node instanceof Node.Llm llm) {
        FlowNeeds.named(llm)
            .map(names::resolve)
            .filter(resolved -> resolved.entry().isPresent())
            .ifPresent(resolved -> all.put(node.name().value(), found(llm, resolved)));
      } else if (node instanceof Node.SubFlow inner) {
        found(inner.flow(), names)
            .forEach((below, found) -> all.put(node.name() + SubFlows.SEPARATOR + below, found));
      }
    }
    return all;
  }

  private static Found found(Node.Llm node, Resolved resolved) {
    var fields = new LinkedHashMap<String, String>();
    boolean isDeployment = node.inputs().containsKey("deployment_name");
    fields.put(isDeployment ? "deployment_name" : "model", resolved.model());
    resolved.connection().ifPresent(connection -> fields.put("connection", connection));
    return new Found(resolved, fields);
  }

  /// Whether a node names a model that could be a registered one, by the form of its name.
  public static boolean mayBeIn(FlowGraph graph) {
    return graph.allNodes().stream()
        .filter(Node.Llm.class::isInstance)
        .flatMap(node -> FlowNeeds.named((Node.Llm) node).stream())
        .anyMatch(name -> RegistryReference.parse(name).isPresent());
  }

  /// What a model for all nodes, as `PF_MODEL` says it, stands for if it names a registered one:
  /// `lawyer:3`, `lawyer@production`, `model:lawyer`, or one of these behind `connection/`. A bare
  /// name may be a connection's, so it is not looked up. Empty if it names none.
  ///
  /// @throws io.promptflow4j.core.model.registry.RegistryException if aliases lead in a circle
  public static Optional<String> switched(String written, ModelNames names) {
    String text = written.strip();
    int slash = text.indexOf('/');
    return ofAll(text, names)
        .map(resolved ->
            slash < 0
                ? resolved.connection().map(at -> at + "/").orElse(MODEL) + resolved.model()
                : text.substring(0, slash) + "/" + resolved.model());
  }

  /// What the name in a model for all nodes leads to; empty if it names no registered one.
  ///
  /// @throws io.promptflow4j.core.model.registry.RegistryException if aliases lead in a circle
  public static Optional<Resolved> ofAll(String written, ModelNames names) {
    String text = written.strip();
    if (!mayBe(text)) {
      return Optional.empty();
    }
    String name = text.substring(text.indexOf('/') + 1);
    return Optional.of(
            names.resolve(name.startsWith(MODEL) ? name.substring(MODEL.length()) : name))
        .filter(resolved -> resolved.entry().isPresent());
  }

  /// Whether a model for all nodes could be a registered one, by its form.
  public static boolean mayBe(String written) {
    String text = written.strip();
    String name = text.substring(text.indexOf('/') + 1);
    boolean isPlain = text.indexOf('/') < 0 && !text.matches("(model:.*|.*[:@].*)");
    return !isPlain
        && !text.startsWith("scripted:")
        && RegistryReference.parse(name.startsWith(MODEL) ? name.substring(MODEL.length()) : name)
            .isPresent();
  }

  /// `told` with what the names in it stand for. A connection that a person said from outside wins
  /// over that of an entry.
  public static Map<String, Map<String, String>> under(
      Map<String, Map<String, String>> told, Map<String, Map<String, String>> bound) {
    var all = new LinkedHashMap<String, Map<String, String>>();
    told.forEach((node, fields) -> all.put(node, new LinkedHashMap<>(fields)));
    bound.forEach((node, fields) -> {
      var together = new LinkedHashMap<>(fields);
      Optional.ofNullable(told.get(node))
          .map(said -> said.get("connection"))
          .ifPresent(connection -> together.put("connection", connection));
      all.merge(node, together, RegisteredNames::joined);
    });
    return all;
  }

  private static Map<String, String> joined(Map<String, String> before, Map<String, String> after) {
    var all = new LinkedHashMap<>(before);
    all.putAll(after);
    return all;
  }
}
