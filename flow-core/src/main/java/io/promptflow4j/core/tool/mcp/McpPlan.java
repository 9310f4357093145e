package io.promptflow4j.core.tool.mcp;

import io.promptflow4j.core.tool.ToolParameter;
import java.util.List;
import java.util.Optional;

/// What an `mcp` node calls.
///
/// @param tool the name of the tool; empty where a model may call all of the server's
/// @param parameters those that are known of the tool; empty if nothing is known of it yet
public record McpPlan(McpServer server, String tool, Optional<List<ToolParameter>> parameters) {

  public McpPlan {
    parameters = parameters.map(List::copyOf);
  }
}
