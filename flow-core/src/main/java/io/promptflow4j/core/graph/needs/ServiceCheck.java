package io.promptflow4j.core.graph.needs;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Whether what the nodes of a flow ask for can be had. Nothing is sent.
///
/// @param models those that the flow is run with
public record ServiceCheck(FlowGraph graph, Models models) {

  /// What is wrong with the connections of the nodes, those of flows in the flow included.
  ///
  /// Where conditions decide which nodes run, a tool whose connection is missing may not be needed,
  /// so that is a warning.
  public List<Diagnostic> unreachable() {
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

  /// The names of all connections that nodes ask for, those of flows in the flow included.
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

  /// The nodes whose calls can't be held against a budget of `currency`, as far as that is known
  /// before any is made.
  public List<Diagnostic> unpriced(Path folder, String currency) {
    var found = new Diagnostics();
    for (NodeNeeds node : FlowNeeds.of(graph, folder).nodes()) {
      models
          .open(node.connection())
          .costAhead(node.model())
          .flatMap(cost -> unfit(cost, currency))
          .ifPresent(why ->
              found.error(
                  "unpriced-model",
                  node.place(),
                  "node '%s' can't be held to a budget of money: %s".formatted(node.node(), why)));
    }
    return found.sorted();
  }

  private static Optional<String> unfit(Cost cost, String currency) {
    return switch (cost) {
      case Cost.Known(Money price) ->
          price.currency().equals(currency) || price.amount().signum() == 0
              ? Optional.empty()
              : Optional.of(
                  "its calls are paid in %s; give the budget in that".formatted(price.currency()));
      case Cost.Estimated _ -> Optional.empty();
      case Cost.Unknown(String why) ->
          Optional.of(
              why + "; write its price into a catalog file, or give the budget in calls or tokens");
    };
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
