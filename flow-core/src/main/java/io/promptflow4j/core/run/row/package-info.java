/// One row of a run: running it, and telling what came of it in the form that is kept.
@NullMarked
package io.promptflow4j.core.run.row;

import org.jspecify.annotations.NullMarked;
