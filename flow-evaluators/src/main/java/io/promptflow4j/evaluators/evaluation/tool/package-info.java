/// The tools that evaluation flows call: reading what a judge replied (`promptflow4j.judge.…`),
/// aggregating scores (`promptflow4j.scores.…`) and the metrics of room `metric`
/// (`promptflow4j.metrics.…`).
///
/// "Not scored" travels as a null score with a reason, never as a number.
@NullMarked
package io.promptflow4j.evaluators.evaluation.tool;

import org.jspecify.annotations.NullMarked;
