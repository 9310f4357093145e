/// Decides comparisons: from the scores of rows to intervals, tests and verdicts in words.
@NullMarked
package io.promptflow4j.evaluators.comparison.decide;

import org.jspecify.annotations.NullMarked;
