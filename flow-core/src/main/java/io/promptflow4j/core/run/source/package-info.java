/// Where the rows of a run come from: a data set, the rows of another run, or both joined by line.
@NullMarked
package io.promptflow4j.core.run.source;

import org.jspecify.annotations.NullMarked;
