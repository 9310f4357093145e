/// Where the command keeps runs: the workspace of the folder somebody stands in. Verbs open it
/// here, so that all of them mean the same one.
@NullMarked
package io.promptflow4j.cli.workspace;

import org.jspecify.annotations.NullMarked;
