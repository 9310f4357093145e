package io.promptflow4j.core.graph.remote;

import io.promptflow4j.core.definition.FlowPart;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.tool.http.Filling;
import io.promptflow4j.core.tool.http.HttpPlan;
import io.promptflow4j.core.tool.mcp.McpServer;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/// Reads the server and the tool of an `mcp` node.
public final class McpReader {

  /// The code of what is wrong with them.
  public static final String CODE = "wrong-mcp";

  private final McpFiles files;
  private final Diagnostics diagnostics;

  public McpReader(McpFiles files, Diagnostics diagnostics) {
    this.files = files;
    this.diagnostics = diagnostics;
  }

  /// What an `mcp` node names.
  ///
  /// @param tool empty if it names none
  public record Named(McpServer server, Optional<String> tool, Written.Fields written) {}

  /// What stands under `mcp`; empty if it has mistakes, which are then among the findings.
  public Optional<Named> read(String node, Written written) {
    String what = "'mcp' of node '%s'".formatted(Shown.name(node));
    if (!(written instanceof Written.Fields fields)) {
      diagnostics.error(
          CODE,
          written.place(),
          "%s has to be a mapping; write 'mcp: {server: NAME, tool: NAME}'.".formatted(what));
      return Optional.empty();
    }
    var entries = new Entries(CODE, what, fields, diagnostics);
    Optional<String> tool = entries.text("tool").filter(name -> !name.isBlank());
    Optional<Written> server = entries.entry("server");
    if (server.isEmpty()) {
      entries.wrong(
          fields.place(),
          "it has no 'server'; write the name of one in mcp.yaml, or {command: …}, or {url: …}");
      return Optional.empty();
    }
    return server(entries, server.get()).map(found -> new Named(found, tool, fields));
  }

  private Optional<McpServer> server(Entries entries, Written written) {
    if (written instanceof Written.Fields fields) {
      return server("server", entries.what(), fields);
    }
    String name = PythonText.str(written.value());
    if (!files.servers().containsKey(name)) {
      SequencedMap<String, Written> known = files.servers();
      diagnostics.error(
          "unknown-mcp-server",
          written.place(),
          "%s: no MCP server is called '%s' in mcp.yaml%s.%s"
              .formatted(
                  entries.what(),
                  Shown.name(name),
                  known.isEmpty() ? ", which is not there or empty" : "",
                  Suggestion.didYouMean(name, known.keySet())));
      return Optional.empty();
    }
    return named(name);
  }

  /// A server of the flow folder's file; empty if there is none, or if it has mistakes, which are
  /// then among the findings.
  public Optional<McpServer> named(String name) {
    Written found = files.servers().get(name);
    String what = "the MCP server '%s'".formatted(Shown.name(name));
    if (found == null) {
      return Optional.empty();
    }
    if (!(found instanceof Written.Fields fields)) {
      diagnostics.error(CODE, found.place(), what + " has to be a mapping.");
      return Optional.empty();
    }
    return server(name, what, fields);
  }

  private Optional<McpServer> server(String name, String what, Written.Fields fields) {
    int before = diagnostics.size();
    var entries = new Entries(CODE, what, fields, diagnostics);
    entries.checkKeys(FlowPart.MCP_SERVER);
    Optional<String> command = entries.text("command").filter(text -> !text.isBlank());
    Optional<Written> url = entries.entry("url");
    if (command.isPresent() == url.isPresent()) {
      entries.wrong(fields.place(), "it needs either 'command', a program, or 'url', an address");
      return Optional.empty();
    }
    String text = Json.write(fields.value());
    McpServer server =
        command.isPresent()
            ? new McpServer.Program(
                name,
                text,
                command.get(),
                arguments(entries),
                fillings(entries, "env"),
                folder(entries))
            : new McpServer.Service(
                name,
                text,
                url(entries, url.get()),
                headers(entries),
                entries.word(
                    "allow_private_address",
                    FlowPart.MCP_SERVER.key("allow_private_address").choices(),
                    ""));
    server.forEachVariable(variable -> {
      if (!variable.name().equals(HttpPlan.CONNECTION)) {
        entries.wrong(
            fields.place(),
            "a template reads '%s', but only fields of the node's connection can be read: {{ connection.FIELD }}"
                .formatted(Shown.name(variable.name())));
      }
    });
    var since = diagnostics.takeFrom(before);
    diagnostics.addAll(since);
    return since.stream().anyMatch(finding -> finding.isError())
        ? Optional.empty()
        : Optional.of(server);
  }

  private static List<String> arguments(Entries entries) {
    var arguments = new ArrayList<String>();
    switch (entries.entry("args").orElse(null)) {
      case null -> {}
      case Written.Items(var items, _) ->
          items.forEach(item -> arguments.add(PythonText.str(item.value())));
      case Written other -> entries.wrong(other.place(), "'args' has to be a list of texts");
    }
    return arguments;
  }

  private static String folder(Entries entries) {
    String folder = entries.text("cwd").orElse("").replace('\\', '/');
    if (folder.startsWith("/") || (folder + "/").contains("../") || folder.matches("[A-Za-z]:.*")) {
      entries
          .entry("cwd")
          .ifPresent(
              at -> entries.wrong(at.place(), "'cwd' has to be a folder in the flow folder"));
      return "";
    }
    return folder;
  }

  private SequencedMap<String, Filling> fillings(Entries entries, String key) {
    var found = new LinkedHashMap<String, Filling>();
    for (Written.Field field : entries.mapping(key)) {
      found.put(field.key().value(), Filling.of(field.content(), diagnostics));
    }
    return found;
  }

  private SequencedMap<String, Filling> headers(Entries entries) {
    for (Written.Field field : entries.mapping("headers")) {
      String name = field.key().value();
      if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
          || HttpPlan.RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
        entries.wrong(
            field.key().place(), "the header '%s' can't be set".formatted(Shown.name(name)));
      }
    }
    return fillings(entries, "headers");
  }

  private Filling url(Entries entries, Written written) {
    Filling url = Filling.of(written, diagnostics);
    String begin = url.beginning().strip();
    boolean good =
        written.value() instanceof Value.Text
            && (begin.isEmpty() ? !url.isPlain() : begin.matches("(?is)https?://[^@]*"));
    if (!good) {
      entries.wrong(written.place(), "'url' has to begin with http:// or https://");
    }
    return url;
  }
}
