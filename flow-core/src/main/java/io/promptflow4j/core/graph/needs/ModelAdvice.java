package io.promptflow4j.core.graph.needs;

import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.model.catalog.Provider;
import io.promptflow4j.core.model.catalog.file.CatalogException;
import io.promptflow4j.core.model.catalog.file.Catalogs;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Holds the models that a flow will really call against the catalog: those its nodes name, or the
/// one that takes their place, at the providers of their connections.
///
/// @param folder the flow's folder
/// @param connections finds a connection by its name; fails with a `ModelException` if there is
///   none
/// @param environment where `PF_CATALOG` and `PF_MODEL` may be
/// @param override the model for all nodes that was said from outside
public record ModelAdvice(
    Path folder,
    Function<String, Connection> connections,
    Map<String, String> environment,
    Optional<String> override) {

  private static final String RULES = "scripted.yaml";

  public ModelAdvice {
    environment = Map.copyOf(environment);
  }

  /// Warnings and hints, in the order of the file. The catalog is read only if a node names a
  /// model.
  ///
  /// @param day the day for prices and statuses
  public List<Diagnostic> on(FlowGraph graph, LocalDate day) {
    List<NodeNeeds> nodes =
        FlowNeeds.of(graph, folder).nodes().stream()
            .map(this::overridden)
            .filter(node -> node.model().isPresent() && !isScripted(node))
            .toList();
    if (nodes.isEmpty()) {
      return List.of();
    }
    var found = new Diagnostics();
    try {
      Catalog catalog = Catalogs.ofFlow(folder, environment);
      var advice = new CatalogAdvice(catalog, day);
      nodes.forEach(node -> found.addAll(advice.on(node, provider(node, catalog))));
    } catch (CatalogException broken) {
      found.add(unchecked(broken, nodes.getFirst().place().file()));
    }
    return found.sorted();
  }

  /// The models that the nodes will call and their prices, by node: data that is kept with a run.
  /// Prices are those of the built-in catalog if the catalog file has mistakes.
  public Value.Mapping facts(FlowGraph graph, LocalDate day) {
    var facts = new LinkedHashMap<String, Value>();
    for (NodeNeeds own : FlowNeeds.of(graph, folder).nodes()) {
      NodeNeeds node = overridden(own);
      Optional<Catalog> catalog = isScripted(node) ? Optional.empty() : Optional.of(catalog());
      Optional<String> provider = catalog.flatMap(known -> provider(node, known));
      facts.put(node.node().value(), ModelFacts.of(node, catalog, provider, day));
    }
    return new Value.Mapping(facts);
  }

  private Catalog catalog() {
    try {
      return Catalogs.ofFlow(folder, environment);
    } catch (CatalogException _) {
      return Catalogs.builtIn();
    }
  }

  private Diagnostic unchecked(CatalogException broken, String flowFile) {
    Diagnostic first = broken.diagnostics().getFirst();
    Path file = Path.of(first.place().file());
    Path root = folder.toAbsolutePath().normalize();
    Path shown = file.startsWith(root) ? root.relativize(file) : file;
    return Diagnostic.warning(
        "catalog-file",
        Place.startOf(flowFile),
        "the models are not checked, since %s has mistakes (%d in all); the first, on line %d: %s"
            .formatted(shown, broken.diagnostics().size(), first.place().line(), first.message()));
  }

  /// The node with the model that takes the place of its own, if one does. What the switch means is
  /// read as far as it says a model; a mere connection leaves the node its model.
  private NodeNeeds overridden(NodeNeeds node) {
    String text = wanted();
    if (text.isEmpty()) {
      return node;
    }
    if (isScript(text)) {
      return node.at(node.connection(), Optional.empty());
    }
    if (text.startsWith("model:")) {
      return with(node, node.connection(), text.substring("model:".length()));
    }
    int slash = text.indexOf('/');
    if (slash > 0) {
      return with(node, Optional.of(text.substring(0, slash)), text.substring(slash + 1));
    }
    return connection(text).isPresent()
        ? node.at(Optional.of(text), node.model())
        : with(node, node.connection(), text);
  }

  /// What takes the place of the models; empty if nothing does.
  private String wanted() {
    return override()
        .or(() -> Optional.ofNullable(environment.get("PF_MODEL")))
        .map(String::strip)
        .orElse("");
  }

  private static boolean isScript(String wanted) {
    return wanted.equals("scripted") || wanted.startsWith("scripted:");
  }

  private static NodeNeeds with(NodeNeeds node, Optional<String> connection, String model) {
    return node.at(connection, Optional.of(model));
  }

  private boolean isScripted(NodeNeeds node) {
    if (isScript(wanted())) {
      return true;
    }
    Optional<Connection> connection = node.connection().flatMap(this::connection);
    return connection
        .map(known -> known.type() == ConnectionType.SCRIPTED)
        .orElseGet(() -> Files.exists(folder.resolve(RULES)));
  }

  private Optional<String> provider(NodeNeeds node, Catalog catalog) {
    return node.connection()
        .flatMap(this::connection)
        .flatMap(known ->
            catalog.providerBehind(
                known.type().yamlName(),
                known.setting("base_url").or(() -> known.setting("api_base"))))
        .map(Provider::id);
  }

  private Optional<Connection> connection(String name) {
    try {
      return Optional.of(connections.apply(name));
    } catch (ModelException _) {
      return Optional.empty(); // whoever opens it is told
    }
  }
}
