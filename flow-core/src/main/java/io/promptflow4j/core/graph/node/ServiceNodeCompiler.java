package io.promptflow4j.core.graph.node;

import io.promptflow4j.core.definition.NodeDefinition.ServiceDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.graph.remote.HttpReader;
import io.promptflow4j.core.graph.remote.McpFiles;
import io.promptflow4j.core.graph.remote.McpReader;
import io.promptflow4j.core.graph.remote.Services;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.template.TemplateVariable;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.http.HttpPlan;
import io.promptflow4j.core.tool.mcp.McpPlan;
import io.promptflow4j.core.tool.mcp.McpServer;
import io.promptflow4j.core.tool.mcp.McpTools.Described;
import io.promptflow4j.core.tool.schema.SchemaParameters;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Compiles nodes that ask something of a service: `http` and `mcp`.
final class ServiceNodeCompiler {

  private static final Place START = new Place("", 1, 1);

  private final Services services;
  private final McpFiles mcpFiles;
  private final Literals literals;
  private final Diagnostics diagnostics;

  ServiceNodeCompiler(
      Services services, FlowFiles files, Literals literals, Diagnostics diagnostics) {
    this.services = services;
    this.mcpFiles = new McpFiles(files.folder(), files.shown(START).file(), diagnostics);
    this.literals = literals;
    this.diagnostics = diagnostics;
  }

  Optional<Node> http(NodeDraft draft) {
    ServiceDefinition written = draft.definition().service();
    if (written.http().isEmpty()) {
      diagnostics.error(
          HttpReader.CODE,
          draft.place(),
          "node '%s' has no 'http'; write 'http: {url: https://…}'."
              .formatted(Shown.name(draft.name().value())));
      return Optional.empty();
    }
    Optional<HttpPlan> plan =
        new HttpReader(diagnostics).read(draft.name().value(), written.http().get());
    if (plan.isEmpty()) {
      return Optional.empty();
    }
    checkVariables(draft, plan.get());
    var bindings = bindings(draft);
    if (plan.get().readsConnection() && draft.connection().isEmpty()) {
      String name = Shown.name(draft.name().value());
      diagnostics.warning(
          "missing-connection-name",
          written.http().get().place(),
          "node '%s' reads fields of a connection but names none; add 'connection: NAME', or give one with '--connection %s.connection=NAME'."
              .formatted(name, name));
    }
    return Optional.of(
        new Node.ToolNode(
            draft.head(bindings, Optional.empty()), services.http().open(plan.get())));
  }

  private void checkVariables(NodeDraft draft, HttpPlan plan) {
    var names = draft.inputs().stream().map(NodeDraft.Input::name).toList();
    String node = Shown.name(draft.name().value());
    for (TemplateVariable variable : plan.variables().values()) {
      if (!variable.optional() && !draft.offered() && !names.contains(variable.name())) {
        diagnostics.error(
            "missing-parameter",
            draft.place(),
            "the request of node '%s' reads '%s', which no input supplies; add an input '%s' to the node.%s"
                .formatted(
                    node,
                    Shown.name(variable.name()),
                    Shown.name(variable.name()),
                    Suggestion.didYouMean(variable.name(), names)));
      }
    }
    for (NodeDraft.Input input : draft.inputs()) {
      if (!plan.variables().containsKey(input.name())) {
        diagnostics.hint(
            "unused-node-input",
            input.key(),
            "the request of node '%s' does not read its input '%s'; use it as {{ %s }} under 'http' or remove it."
                .formatted(node, Shown.name(input.name()), Shown.name(input.name())));
      }
    }
  }

  Optional<Node> mcp(NodeDraft draft) {
    String node = Shown.name(draft.name().value());
    Optional<Written> written = draft.definition().service().mcp();
    if (written.isEmpty()) {
      diagnostics.error(
          McpReader.CODE,
          draft.place(),
          "node '%s' has no 'mcp'; write 'mcp: {server: NAME, tool: NAME}'.".formatted(node));
      return Optional.empty();
    }
    Optional<McpReader.Named> named =
        new McpReader(mcpFiles, diagnostics).read(draft.name().value(), written.get());
    if (named.isEmpty()) {
      return Optional.empty();
    }
    if (named.get().tool().isEmpty() && !draft.offered()) {
      diagnostics.error(
          McpReader.CODE,
          named.get().written().place(),
          "'mcp' of node '%s': it has no 'tool'; name the tool that is called.".formatted(node));
      return Optional.empty();
    }
    McpServer server = named.get().server();
    var parameters =
        mcpFiles
            .tools(server.name())
            .filter(_ -> named.get().tool().isPresent())
            .flatMap(tools -> described(node, named.get(), tools))
            .map(tool -> SchemaParameters.of(tool.schema()));
    var bindings = parameters.isEmpty() ? bindings(draft) : checked(draft, parameters.get());
    return Optional.of(
        new Node.ToolNode(
            draft.head(bindings, Optional.empty()),
            services.mcp().open(new McpPlan(server, named.get().tool().orElse(""), parameters))));
  }

  private Optional<Described> described(
      String node, McpReader.Named named, Map<String, Described> tools) {
    String wanted = named.tool().orElse("");
    if (!tools.containsKey(wanted)) {
      diagnostics.error(
          "unknown-mcp-tool",
          named.written().fields().stream()
              .filter(field -> field.key().value().equals("tool"))
              .findFirst()
              .map(field -> field.content().place())
              .orElse(named.written().place()),
          "node '%s' calls the tool '%s', which the MCP server '%s' did not have when it was asked (%s); ask it again with 'pf mcp tools', or name another one.%s"
              .formatted(
                  node,
                  Shown.name(wanted),
                  Shown.name(named.server().name()),
                  McpFiles.TOOLS,
                  Suggestion.didYouMean(wanted, tools.keySet())));
    }
    return Optional.ofNullable(tools.get(wanted));
  }

  private SequencedMap<String, Binding> checked(NodeDraft draft, List<ToolParameter> parameters) {
    String node = Shown.name(draft.name().value());
    var known = new LinkedHashMap<String, ToolParameter>();
    parameters.forEach(parameter -> known.put(parameter.name(), parameter));
    var bindings = bindings(draft);
    for (NodeDraft.Input input : draft.inputs()) {
      ToolParameter parameter = known.get(input.name());
      if (parameter == null) {
        diagnostics.error(
            McpReader.CODE,
            input.key(),
            "node '%s' gives '%s', which its tool does not take.%s"
                .formatted(
                    node,
                    Shown.name(input.name()),
                    Suggestion.didYouMean(input.name(), known.keySet())));
      } else if (input.binding().orElse(null) instanceof Binding.Literal(var value)) {
        bindings.put(input.name(), new Binding.Literal(coerced(node, input, parameter, value)));
      }
    }
    for (ToolParameter parameter : parameters) {
      boolean isGiven =
          draft.inputs().stream().anyMatch(input -> input.name().equals(parameter.name()));
      if (parameter.required() && !draft.offered() && !isGiven) {
        diagnostics.error(
            "missing-parameter",
            draft.place(),
            "node '%s' does not give '%s', which its tool requires; add it to the node's inputs."
                .formatted(node, Shown.name(parameter.name())));
      }
    }
    return bindings;
  }

  private Value coerced(String node, NodeDraft.Input input, ToolParameter parameter, Value value) {
    if (parameter.types().isEmpty()
        || !(parameter.types().getFirst() instanceof ToolParameter.Type.OfValue(var type))) {
      return value;
    }
    return switch (literals.coerce(type, value)) {
      case Coercion.Fits(var fitting) -> fitting;
      case Coercion.Refused(var why) -> {
        diagnostics.error(
            "wrong-literal-type",
            input.value(),
            "'%s' of node '%s' has to be %s, but %s."
                .formatted(Shown.name(input.name()), node, type.yamlName(), why));
        yield value;
      }
    };
  }

  private static SequencedMap<String, Binding> bindings(NodeDraft draft) {
    var bindings = new LinkedHashMap<>(draft.bindings());
    bindings.remove(HttpPlan.CONNECTION);
    draft
        .connection()
        .ifPresent(name -> bindings.put(HttpPlan.CONNECTION, new Binding.OfConnection(name)));
    return bindings;
  }
}
