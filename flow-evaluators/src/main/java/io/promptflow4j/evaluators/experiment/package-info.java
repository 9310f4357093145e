/// Experiments: running variants of a flow, scoring what they gave and asking which is better.
///
/// This package says what an experiment is; `experiment.conduct` makes the runs that are missing,
/// evaluates them and hands the scores to `comparison.decide`.
@NullMarked
package io.promptflow4j.evaluators.experiment;

import org.jspecify.annotations.NullMarked;
