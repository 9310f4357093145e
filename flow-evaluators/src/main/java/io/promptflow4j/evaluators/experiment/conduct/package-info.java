/// Conducting experiments: checking all of what was asked before the first call, making the runs
/// that are missing, evaluating them, and reading what came out.
@NullMarked
package io.promptflow4j.evaluators.experiment.conduct;

import org.jspecify.annotations.NullMarked;
