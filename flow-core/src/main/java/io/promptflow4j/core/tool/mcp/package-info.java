/// Tools of MCP servers (Model Context Protocol), over a process's standard streams or HTTP.
///
/// A flow has one client for each server, started when it is first needed and closed with the flow.
/// Whatever a server does (it dies, hangs, sends nonsense or too much) is a failure of the calls
/// that wait for it; time and sizes are bounded on our side. A process gets an environment of few
/// variables, so that no key of ours leaks into it.
@NullMarked
package io.promptflow4j.core.tool.mcp;

import org.jspecify.annotations.NullMarked;
