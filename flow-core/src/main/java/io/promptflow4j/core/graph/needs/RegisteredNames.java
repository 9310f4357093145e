package io.promptflow4j.core.graph.needs;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.node.SubFlows;
import io.promptflow4j.core.model.registry.ModelNames;
import io.promptflow4j.core.model.registry.ModelNames.Resolved;
import io.promptflow4j.core.model.registry.RegistryReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
    for (Node node : graph.nodes()) {
      if (node instanceof Node.Llm llm) {
        FlowNeeds.named(llm).ifPresent(name -> bind(llm, names.resolve(name), bound));
      } else if (node instanceof Node.SubFlow inner) {
        bindings(inner.flow(), names)
            .forEach(
                (below, fields) -> bound.put(node.name() + SubFlows.SEPARATOR + below, fields));
      }
    }
    return bound;
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
    if (!mayBe(text)) {
      return Optional.empty();
    }
    int slash = text.indexOf('/');
    String connection = slash < 0 ? "" : text.substring(0, slash);
    String name = slash < 0 ? text : text.substring(slash + 1);
    Resolved resolved =
        names.resolve(name.startsWith(MODEL) ? name.substring(MODEL.length()) : name);
    return resolved
        .entry()
        .map(_ ->
            slash < 0
                ? resolved.connection().map(at -> at + "/").orElse(MODEL) + resolved.model()
                : connection + "/" + resolved.model());
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

  private static void bind(
      Node.Llm node, Resolved resolved, Map<String, Map<String, String>> bound) {
    if (resolved.entry().isEmpty()) {
      return;
    }
    var fields = new LinkedHashMap<String, String>();
    boolean isDeployment = node.inputs().containsKey("deployment_name");
    fields.put(isDeployment ? "deployment_name" : "model", resolved.model());
    resolved.connection().ifPresent(connection -> fields.put("connection", connection));
    bound.put(node.name().value(), fields);
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
