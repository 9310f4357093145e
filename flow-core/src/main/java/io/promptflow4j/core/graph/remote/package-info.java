/// Reads what nodes ask of services: the request of an `http` node, the server and tool of an `mcp`
/// node. What is wrong is a finding at its place; nothing is called.
@NullMarked
package io.promptflow4j.core.graph.remote;

import org.jspecify.annotations.NullMarked;
