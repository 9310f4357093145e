/// `pf compute`: the clusters that runs may use, under names of the workspace.
@NullMarked
package io.promptflow4j.cli.compute;

import org.jspecify.annotations.NullMarked;
