/// Some rows of a data set: those a condition holds for, one part of a split, a sample, the first
/// few. Each way is stable: the same seed gives the same rows, and rows that are added later move
/// no others. Rows keep the numbers they have in the whole data set.
@NullMarked
package io.promptflow4j.core.dataset.selection;

import org.jspecify.annotations.NullMarked;
