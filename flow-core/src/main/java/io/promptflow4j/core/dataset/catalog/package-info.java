/// Data sets that have a name and versions. What is kept is where the files are and a digest of
/// what they say, so that a run can tell whether it sees the same rows again.
@NullMarked
package io.promptflow4j.core.dataset.catalog;

import org.jspecify.annotations.NullMarked;
