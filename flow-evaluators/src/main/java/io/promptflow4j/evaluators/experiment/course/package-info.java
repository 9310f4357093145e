/// The course of an experiment that need not run all rows: how many rows come next, and whether
/// they have decided it.
@NullMarked
package io.promptflow4j.evaluators.experiment.course;

import org.jspecify.annotations.NullMarked;
