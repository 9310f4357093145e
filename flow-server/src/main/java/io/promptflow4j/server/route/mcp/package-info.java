/// The address of the MCP server: messages of JSON-RPC over streamable HTTP.
@NullMarked
package io.promptflow4j.server.route.mcp;

import org.jspecify.annotations.NullMarked;
