package io.promptflow4j.core.graph.remote;

import io.promptflow4j.core.tool.http.HttpTools;
import io.promptflow4j.core.tool.mcp.McpTools;
import java.nio.file.Path;
import java.util.Map;

/// What reaches the services that the nodes of one flow call. Closing it ends every connection and
/// every program that was started.
///
/// @param http the clients of `http` nodes
/// @param mcp the servers of `mcp` nodes
public record Services(HttpTools http, McpTools mcp) implements AutoCloseable {

  /// Those of a flow.
  ///
  /// @param environment the variables of the process
  public static Services in(Path folder, Map<String, String> environment) {
    var http = new HttpTools();
    return new Services(http, new McpTools(folder, environment, http));
  }

  /// For a flow that is not run.
  public static Services none() {
    return in(Path.of(""), Map.of());
  }

  @Override
  public void close() {
    mcp.close();
    http.close();
  }
}
