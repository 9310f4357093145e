/// Tools written in Java: single files of a flow folder, compiled in memory when the flow is loaded
/// ([JavaTools]), and tools that jars offer through
/// [ToolPackage][io.promptflow4j.core.tool.ToolPackage], made with [JavaTool]. A plain method with
/// typed parameters is a tool; values become its arguments and its result becomes a value again.
/// Reflection on other people's classes is kept to `ToolMethod`, `JavaTypes` and `Records`.
@NullMarked
package io.promptflow4j.core.tool.java;

import org.jspecify.annotations.NullMarked;
