/// Flows as tools of an MCP server (Model Context Protocol): what is answered to each message,
/// whatever carries it.
@NullMarked
package io.promptflow4j.server.deployment.mcp;

import org.jspecify.annotations.NullMarked;
