/// How each kind of node is compiled: its type and source, its template or tool, and whether its
/// inputs fit what that takes.
@NullMarked
package io.promptflow4j.core.graph.node;

import org.jspecify.annotations.NullMarked;
