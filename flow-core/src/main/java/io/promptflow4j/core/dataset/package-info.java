/// Rows to run a flow on. A [DataSet][io.promptflow4j.core.dataset.DataSet] can be read any number
/// of times, row by row, in flat memory; a row that is broken is a value with its place, so that
/// all of them can be told at once. Children open files, select rows, map columns to the inputs of
/// a flow and name data sets.
@NullMarked
package io.promptflow4j.core.dataset;

import org.jspecify.annotations.NullMarked;
