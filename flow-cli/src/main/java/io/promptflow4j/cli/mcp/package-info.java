/// `pf mcp`: the Model Context Protocol, as a client's and as a server's program.
@NullMarked
package io.promptflow4j.cli.mcp;

import org.jspecify.annotations.NullMarked;
