package io.promptflow4j.core.tool.mcp;

import io.promptflow4j.core.template.TemplateVariable;
import io.promptflow4j.core.tool.http.Filling;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// How an MCP server is reached. Texts of `env`, `url` and `headers` are templates that may read
/// fields of the node's connection.
public sealed interface McpServer {

  /// How people know it.
  String name();

  /// What its author wrote, to tell one server from another.
  String written();

  /// Tells each variable that is read.
  void forEachVariable(Consumer<TemplateVariable> found);

  /// A program that is started and spoken to over its standard streams.
  ///
  /// @param command its name, or a path in the flow folder
  /// @param folder where it runs, in the flow folder; empty for the flow folder itself
  record Program(
      String name,
      String written,
      String command,
      List<String> arguments,
      SequencedMap<String, Filling> environment,
      String folder)
      implements McpServer {
    public Program {
      arguments = List.copyOf(arguments);
      environment = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(environment));
    }

    @Override
    public void forEachVariable(Consumer<TemplateVariable> found) {
      environment.values().forEach(value -> value.forEachVariable(found));
    }
  }

  /// A service that speaks streamable HTTP.
  ///
  /// @param reach `true`, `false` or `never`, as connections say `allow_private_address`
  record Service(
      String name, String written, Filling url, SequencedMap<String, Filling> headers, String reach)
      implements McpServer {
    public Service {
      headers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(headers));
    }

    @Override
    public void forEachVariable(Consumer<TemplateVariable> found) {
      url.forEachVariable(found);
      headers.values().forEach(value -> value.forEachVariable(found));
    }
  }
}
