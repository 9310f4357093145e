/// Tools written in Python. They run in the user's own interpreter, in worker processes that this
/// package starts, feeds, watches and ends; the Python side of it lies among the resources.
/// Signatures are read from the source text, so nothing of a flow runs before a node does.
@NullMarked
package io.promptflow4j.core.tool.python;

import org.jspecify.annotations.NullMarked;
