/// Prompt flow's own package tools that are run here, by their own ids: each asks one service
/// through the guarded client, with the key of the node's connection.
@NullMarked
package io.promptflow4j.core.tool.builtin;

import org.jspecify.annotations.NullMarked;
