package io.promptflow4j.core.engine.mcp;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.NodeDefinition;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.definition.yaml.FlowRead;
import io.promptflow4j.core.definition.yaml.FlowReader;
import io.promptflow4j.core.engine.FlowLoadException;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.graph.remote.McpFiles;
import io.promptflow4j.core.graph.remote.McpReader;
import io.promptflow4j.core.graph.remote.Services;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.model.provider.ConfiguredModels;
import io.promptflow4j.core.model.provider.ModelSettings;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.tool.mcp.McpException;
import io.promptflow4j.core.tool.mcp.McpServer;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks the servers of a flow's `mcp.yaml` for their tools. This starts programs and calls
/// services, so it is done when somebody asks for it and never to check or load a flow.
public final class McpListing {

  private final Path folder;
  private final List<Asked> servers;

  /// What one server said.
  ///
  /// @param problem why it said nothing
  /// @param tools as the protocol describes them: `name`, `description`, `inputSchema`
  public record Asked(String server, Optional<String> problem, List<Value.Mapping> tools) {
    public Asked {
      tools = List.copyOf(tools);
    }
  }

  private McpListing(Path folder, List<Asked> servers) {
    this.folder = folder;
    this.servers = List.copyOf(servers);
  }

  /// Asks all servers, one after the other.
  ///
  /// @param patience how long each may take
  /// @throws FlowLoadException if the flow, or the file of its servers, has mistakes
  public static McpListing ask(Path flow, FlowSettings settings, Duration patience)
      throws InterruptedException {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putAll(settings.environment());
    FlowRead read = new FlowReader(environment).read(flow);
    if (read.definition().isEmpty() || read.folder().isEmpty()) {
      throw new FlowLoadException(read.diagnostics(), read.text());
    }
    Path folder = read.folder().get().root();
    var diagnostics = new Diagnostics();
    var files = new McpFiles(read.folder().get(), "", diagnostics);
    var reader = new McpReader(files, diagnostics);
    var servers = new ArrayList<McpServer>();
    files.servers().keySet().forEach(name -> reader.named(name).ifPresent(servers::add));
    if (diagnostics.hasErrors()) {
      throw new FlowLoadException(diagnostics.sorted(), read.text());
    }
    Map<String, String> connections = connections(read.definition().get());
    var asked = new ArrayList<Asked>();
    try (var services = Services.in(folder, environment);
        var models = ConfiguredModels.with(settings(settings, environment, folder))) {
      for (McpServer server : servers) {
        Optional<String> connection = Optional.ofNullable(connections.get(server.name()));
        asked.add(ask(server, connection, services, models, patience));
      }
    }
    return new McpListing(folder, asked);
  }

  private static ModelSettings settings(
      FlowSettings settings, Map<String, String> environment, Path folder) {
    return new ModelSettings(
        settings.connectionFiles(),
        ConnectionStore.ofUser(environment),
        environment,
        Optional.of(folder),
        Optional.empty(),
        _ -> {});
  }

  private static Asked ask(
      McpServer server,
      Optional<String> connection,
      Services services,
      ConfiguredModels models,
      Duration patience)
      throws InterruptedException {
    try {
      var tools =
          services
              .mcp()
              .tools(
                  server,
                  connection.map(models::connection),
                  System.nanoTime() + patience.toNanos());
      return new Asked(
          server.name(),
          Optional.empty(),
          tools.values().stream().map(tool -> tool.toValue()).toList());
    } catch (McpException | ModelException untold) {
      return new Asked(server.name(), Optional.ofNullable(untold.getMessage()), List.of());
    }
  }

  /// The connection of the first node that calls a server, by the server's name.
  private static Map<String, String> connections(FlowDefinition definition) {
    var found = new HashMap<String, String>();
    for (NodeDefinition node : definition.nodes()) {
      if (node.service().mcp().orElse(null) instanceof Written.Fields mcp) {
        mcp.fields().stream()
            .filter(field -> field.key().value().equals("server"))
            .findFirst()
            .ifPresent(server ->
                node.connection()
                    .map(Written::value)
                    .map(PythonText::str)
                    .ifPresent(
                        name -> found.putIfAbsent(PythonText.str(server.content().value()), name)));
      }
    }
    return found;
  }

  /// What the servers said, in the order of the file.
  public List<Asked> servers() {
    return servers;
  }

  /// Writes what was said to the flow folder, where loading the flow looks for it; what a server
  /// that said nothing had said before is kept.
  ///
  /// @return the file
  public Path remember() throws IOException {
    Path file = folder.resolve(McpFiles.TOOLS);
    var all = new LinkedHashMap<String, Value>();
    if (Files.exists(file) && Json.read(Files.readString(file)) instanceof Value.Mapping before) {
      servers.forEach(asked ->
          Optional.ofNullable(before.get(asked.server()))
              .ifPresent(tools -> all.put(asked.server(), tools)));
    }
    for (Asked asked : servers) {
      if (asked.problem().isEmpty()) {
        all.put(asked.server(), Value.of(asked.tools()));
      }
    }
    Files.writeString(file, Json.writeIndented(new Value.Mapping(all)) + "\n");
    return file;
  }
}
