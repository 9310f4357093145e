/// Evaluators that are ready to score: where they are found, what their inputs read, and which of
/// their outputs are scores.
@NullMarked
package io.promptflow4j.evaluators.experiment.scoring;

import org.jspecify.annotations.NullMarked;
