/// Rows of several data sets side by side: by line number where the rows carry one, else by
/// position. One pass finds what a join has to know; then all sources are read in step.
@NullMarked
package io.promptflow4j.core.dataset.join;

import org.jspecify.annotations.NullMarked;
