/// What the MCP servers of a flow folder can do: asked only when somebody wants to know.
@NullMarked
package io.promptflow4j.core.engine.mcp;

import org.jspecify.annotations.NullMarked;
