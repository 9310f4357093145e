package io.promptflow4j.core.tool.mcp;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.template.TemplateOutput;
import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.core.tool.http.Filling;
import io.promptflow4j.core.tool.http.HttpTools;
import io.promptflow4j.core.tool.mcp.McpException.Kind;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The MCP servers of one flow: a client for each, made when it is first asked and closed with the
/// flow. Thread-safe.
public final class McpTools implements AutoCloseable {

  /// What a program gets of our own variables; keys are in others.
  private static final Set<String> PASSED_ON =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "SHELL",
          "TERM",
          "LANG",
          "LANGUAGE",
          "LC_ALL",
          "LC_CTYPE",
          "TZ",
          "TMPDIR",
          "TMP",
          "TEMP",
          "SYSTEMROOT",
          "SYSTEMDRIVE",
          "COMSPEC",
          "PATHEXT",
          "USERPROFILE",
          "APPDATA",
          "LOCALAPPDATA",
          "PROGRAMFILES",
          "VIRTUAL_ENV");

  private final Path folder;
  private final Map<String, String> environment;
  private final HttpTools http;
  private final Map<String, McpClient> clients = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /// A tool as its server describes it.
  ///
  /// @param schema of its arguments, a JSON schema
  public record Described(String name, String description, Value.Mapping schema) {

    /// Empty if the server says nothing that can be a tool.
    public static Optional<Described> of(Value told) {
      if (!(told instanceof Value.Mapping tool) || Messages.text(tool.get("name")).isBlank()) {
        return Optional.empty();
      }
      return Optional.of(
          new Described(
              Messages.text(tool.get("name")),
              Messages.text(tool.get("description")),
              tool.get("inputSchema") instanceof Value.Mapping schema
                  ? schema
                  : Value.Mapping.EMPTY));
    }

    /// As the server told it.
    public Value.Mapping toValue() {
      var entries = new LinkedHashMap<String, Value>();
      entries.put("name", Value.of(name));
      entries.put("description", Value.of(description));
      entries.put("inputSchema", schema);
      return new Value.Mapping(entries);
    }
  }

  /// @param folder the flow's, where programs run
  /// @param environment the variables of the process; programs get few of them
  /// @param http the clients for servers behind an address; closed by whoever made them
  public McpTools(Path folder, Map<String, String> environment, HttpTools http) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.http = http;
  }

  /// The tool that does what a plan says.
  public Tool open(McpPlan plan) {
    return new McpTool(plan, this);
  }

  /// Asks a server for its tools, by name.
  ///
  /// @param deadline as of [System#nanoTime]
  /// @throws McpException if it does not tell
  public SequencedMap<String, Described> tools(
      McpServer server, Optional<Connection> connection, long deadline)
      throws InterruptedException {
    return client(server, connection).tools(deadline);
  }

  McpClient client(McpServer server, Optional<Connection> connection) {
    if (closed) {
      throw new McpException(Kind.GONE, "was closed with its flow");
    }
    String key = server.written() + "\n" + connection.map(Connection::name).orElse("");
    return clients.computeIfAbsent(key, _ -> new McpClient(() -> transport(server, connection)));
  }

  private Transport transport(McpServer server, Optional<Connection> connection) {
    Map<String, Value> variables = new LinkedHashMap<>();
    connection.ifPresent(one -> variables.put("connection", HttpTools.fields(one)));
    return switch (server) {
      case McpServer.Program program -> program(program, variables);
      case McpServer.Service service -> service(service, connection, variables);
    };
  }

  private Transport program(McpServer.Program program, Map<String, Value> variables) {
    var command = new ArrayList<String>();
    boolean isPath = program.command().contains("/") || program.command().contains("\\");
    command.add(isPath ? folder.resolve(program.command()).toString() : program.command());
    command.addAll(program.arguments());
    var given = new LinkedHashMap<String, String>();
    environment.forEach((name, value) -> {
      if (PASSED_ON.contains(name.toUpperCase(Locale.ROOT))) {
        given.put(name, value);
      }
    });
    program
        .environment()
        .forEach((name, value) -> given.put(name, PythonText.str(value.fill(variables))));
    return ProgramTransport.start(command, folder.resolve(program.folder()), given);
  }

  private Transport service(
      McpServer.Service service, Optional<Connection> connection, Map<String, Value> variables) {
    URI address = URI.create(service.url().text(variables, TemplateOutput.plain()).strip());
    if (address.getHost() == null || address.getRawUserInfo() != null) {
      throw new McpException(Kind.GONE, "has an address that is none");
    }
    var headers = new LinkedHashMap<String, String>();
    for (Map.Entry<String, Filling> header : service.headers().entrySet()) {
      String text = PythonText.str(header.getValue().fill(variables)).strip();
      if (text.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
        throw new McpException(
            Kind.GONE, "is not called: header '%s' holds a line end".formatted(header.getKey()));
      }
      headers.put(header.getKey(), text);
    }
    String reach =
        service.reach().isEmpty()
            ? connection.flatMap(one -> one.setting("allow_private_address")).orElse("false")
            : service.reach();
    URI origin = address.resolve("/");
    return new ServiceTransport(
        address,
        headers,
        http.client(
            URI.create(origin.toString().replaceFirst("/$", "")),
            reach,
            connection.flatMap(one -> one.setting("ca_file")),
            Transport.MOST_BYTES,
            true));
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(clients.values()).forEach(McpClient::close);
    clients.clear();
  }
}
