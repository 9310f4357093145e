/// What the verbs of `pf run` print: a run and its rows as JSON, a table of rows, and the few lines
/// that sum up a run when it ends.
@NullMarked
package io.promptflow4j.cli.report.run;

import org.jspecify.annotations.NullMarked;
