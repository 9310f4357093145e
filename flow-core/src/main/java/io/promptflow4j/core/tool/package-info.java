/// Named functions that a flow may call, whatever they are written in: what each one takes
/// ([ToolSignature]), how it is called ([Tool]) and what can go wrong ([ToolException]). The ways
/// of doing it are in the child packages.
@NullMarked
package io.promptflow4j.core.tool;

import org.jspecify.annotations.NullMarked;
