package io.promptflow4j.core.graph.needs;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The services that a flow needs, those of the flows in it included.
public final class ServiceNeeds {

  private ServiceNeeds() {}

  /// The names of all connections that nodes name.
  public static Set<String> connections(FlowGraph graph) {
    var names = new LinkedHashSet<String>();
    for (Node node : graph.allNodes()) {
      if (node instanceof Node.Llm llm) {
        llm.connection().ifPresent(names::add);
      }
      for (Binding binding : node.inputs().values()) {
        if (binding instanceof Binding.OfConnection(var name)) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /// What is wrong with the connections of the nodes; nothing is sent.
  ///
  /// Where conditions decide which nodes run, a tool whose connection is missing may not be needed,
  /// so that is a warning.
  public static List<Diagnostic> unreachable(FlowGraph graph, Models models) {
    var found = new Diagnostics();
    List<Node> nodes = graph.allNodes();
    boolean choosy = nodes.stream().anyMatch(node -> node.head().activation().isPresent());
    for (Node node : nodes) {
      Place place = node.head().place();
      if (node instanceof Node.Llm llm) {
        missing(() -> models.open(llm.connection()))
            .ifPresent(gone -> found.error(gone.code(), place, String.valueOf(gone.getMessage())));
      }
      for (Binding binding : node.inputs().values()) {
        if (binding instanceof Binding.OfConnection(var name)) {
          missing(() -> models.connection(name))
              .map(gone -> ofTool(node, gone, choosy))
              .ifPresent(found::add);
        }
      }
    }
    return found.sorted();
  }

  private static Optional<ModelException> missing(Supplier<?> connection) {
    try {
      var _ = connection.get();
      return Optional.empty();
    } catch (ModelException missing) {
      return Optional.of(missing);
    }
  }

  private static Diagnostic ofTool(Node node, ModelException gone, boolean choosy) {
    String message = "tool '%s': %s".formatted(node.name(), gone.getMessage());
    return choosy
        ? Diagnostic.warning(gone.code(), node.head().place(), message)
        : Diagnostic.error(gone.code(), node.head().place(), message);
  }
}
