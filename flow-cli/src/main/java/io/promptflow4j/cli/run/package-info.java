/// The verbs of `pf run`: they make runs of a flow over many rows, show what came of them, and keep
/// them in order.
@NullMarked
package io.promptflow4j.cli.run;

import org.jspecify.annotations.NullMarked;
