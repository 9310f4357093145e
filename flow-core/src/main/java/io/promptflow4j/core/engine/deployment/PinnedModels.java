package io.promptflow4j.core.engine.deployment;

import io.promptflow4j.core.deployment.Deployment.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.needs.RegisteredNames;
import io.promptflow4j.core.model.registry.ModelNames;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.model.registry.RegistryEntry;
import io.promptflow4j.core.model.registry.RegistryReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Binds the registered models that a deployment's flow names to what they stand for today, and
/// writes down which they were.
final class PinnedModels {

  private final ModelRegistry registry;
  private final ModelNames names;

  PinnedModels(ModelRegistry registry) {
    this.registry = registry;
    this.names = new ModelNames(registry::find);
  }

  /// With what the model for all nodes stands for, if it names a registered one.
  ///
  /// @throws io.promptflow4j.core.model.registry.RegistryException if aliases lead in a circle
  Binding switched(Binding binding) {
    Optional<String> written = binding.model();
    if (written.isEmpty()) {
      return binding;
    }
    return RegisteredNames.switched(written.get(), names)
        .map(binding::withModel)
        .map(switched -> {
          var registered = new TreeMap<>(binding.registered());
          RegisteredNames.ofAll(written.get(), names)
              .ifPresent(found -> registered.put(Binding.ALL_NODES, found.references()));
          return switched.withRegistered(registered);
        })
        .orElse(binding);
  }

  /// With what the names in the flow stand for. A node that is bound already keeps its entries.
  ///
  /// @throws io.promptflow4j.core.model.registry.RegistryException if aliases lead in a circle
  Binding of(FlowGraph graph, Binding binding) {
    if (registry.names().isEmpty()) {
      return binding;
    }
    var bound = RegisteredNames.bindings(graph, names);
    var registered = new TreeMap<>(binding.registered());
    registered.putAll(RegisteredNames.references(graph, names));
    return binding
        .withConnections(RegisteredNames.under(binding.connections(), bound))
        .withRegistered(registered);
  }

  /// Without what was bound for the names in the flow, since another flow takes its place; what a
  /// person said stays.
  Binding loosened(Binding binding) {
    var connections = new LinkedHashMap<>(binding.connections());
    var registered = new TreeMap<String, List<String>>();
    binding
        .registered()
        .forEach((node, references) -> {
          if (node.equals(Binding.ALL_NODES)) {
            registered.put(node, references);
          } else {
            connections.computeIfPresent(node, (_, fields) -> loosened(fields, references));
          }
        });
    connections.values().removeIf(Map::isEmpty);
    return binding.withConnections(connections).withRegistered(registered);
  }

  private Map<String, String> loosened(Map<String, String> fields, List<String> references) {
    var kept = new LinkedHashMap<>(fields);
    kept.remove("model");
    kept.remove("deployment_name");
    references.stream()
        .flatMap(written -> RegistryReference.parse(written).flatMap(registry::find).stream())
        .map(RegistryEntry::target)
        .flatMap(target -> target.connection().stream())
        .forEach(connection -> kept.remove("connection", connection));
    return kept;
  }
}
