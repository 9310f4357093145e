/// Rows of runs on Apache Spark.
///
/// The owner of a run is the driver: it hands slices of rows to tasks of one stage. A task finds
/// the worker of its executor, which has joined the run in the store and runs the slice there; what
/// the task gives back is only a report. Nothing is ever computed again by Spark that was paid:
/// claims, answers and results are in the store, whatever task brings them.
@NullMarked
package io.promptflow4j.spark;

import org.jspecify.annotations.NullMarked;
