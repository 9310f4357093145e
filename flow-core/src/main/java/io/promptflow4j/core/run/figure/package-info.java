/// What a row of a run took, besides what it gave: its latency, cost and tokens, as columns that
/// evaluators read like those of its outputs.
@NullMarked
package io.promptflow4j.core.run.figure;

import org.jspecify.annotations.NullMarked;
