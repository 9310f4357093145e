package io.promptflow4j.core.engine.migration;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.definition.Nodeless;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.engine.migration.FlowVerdict.Service;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which connections a checked flow asks for, and of what type as far as its files tell.
final class FlowServices {

  private static final Map<String, String> PROVIDERS =
      Map.of(
          "azureopenai", "azure_open_ai",
          "openai", "open_ai",
          "maas", "serverless",
          "serverless", "serverless");

  private final FlowDefinition definition;
  private final Set<Place> unreachable;
  private final Map<String, Service> found = new LinkedHashMap<>();

  private FlowServices(FlowDefinition definition, Set<Place> unreachable) {
    this.definition = definition;
    this.unreachable = unreachable;
  }

  /// @param findings those of the flow's check: they tell which connections are configured nowhere
  static List<Service> of(FlowGraph graph, FlowDefinition definition, List<Diagnostic> findings) {
    var unreachable =
        Set.copyOf(
            findings.stream()
                .filter(found -> FindingWeight.of(found).verdict() == Verdict.NEEDS_SERVICE)
                .map(Diagnostic::place)
                .toList());
    var services = new FlowServices(definition, unreachable);
    graph.allNodes().forEach(services::add);
    return List.copyOf(services.found.values());
  }

  private void add(Node node) {
    switch (node) {
      case Node.Llm llm -> add(llm, llm.connection().orElse(""), type(llm));
      case Node.ToolNode tool ->
          tool.inputs()
              .forEach((input, binding) -> {
                if (binding instanceof Binding.OfConnection(var name)) {
                  add(tool, name, type(tool, input));
                }
              });
      case Node.Prompt _, Node.SubFlow _, Node.Choice _ -> {
        // asks for no connection itself
      }
    }
  }

  private void add(Node node, String connection, String type) {
    boolean configured = !unreachable.contains(node.head().place());
    found.merge(
        connection,
        new Service(connection, type, configured),
        (before, now) ->
            new Service(
                connection,
                before.type().isEmpty() ? now.type() : before.type(),
                before.configured() && now.configured()));
  }

  private String type(Node.Llm node) {
    if (definition.nodeless().orElse(null) instanceof Nodeless.Prompty prompty) {
      return prompty.configuration().stream()
          .filter(field -> field.key().value().equals("type"))
          .map(Written.Field::content)
          .flatMap(written ->
              written.value() instanceof Value.Text(var text)
                  ? Optional.of(text).stream()
                  : Optional.<String>empty().stream())
          .findFirst()
          .map(text -> text.equals("openai") ? "open_ai" : text.replace("openai", "open_ai"))
          .orElse("");
    }
    return definition.nodes().stream()
        .filter(one -> one.name().filter(name -> isNamed(node, name)).isPresent())
        .findFirst()
        .flatMap(NodeDefinition::provider)
        .map(provider -> PROVIDERS.getOrDefault(provider.value().toLowerCase(Locale.ROOT), ""))
        .orElse("");
  }

  private static boolean isNamed(Node node, Located<String> name) {
    return name.value().equals(node.name().value());
  }

  private static String type(Node.ToolNode node, String input) {
    return node.tool()
        .signature()
        .parameter(input)
        .flatMap(parameter ->
            parameter.types().stream()
                .filter(ToolParameter.Type.OfConnection.class::isInstance)
                .map(type -> ((ToolParameter.Type.OfConnection) type).className())
                .findFirst())
        .map(FlowServices::typeOfClass)
        .orElse("");
  }

  /// `AzureOpenAIConnection` is `azure_open_ai`.
  private static String typeOfClass(String name) {
    return name.replaceFirst("Connection$", "")
        .replace("OpenAI", "OpenAi")
        .replace("AIServices", "AiServices")
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }
}
