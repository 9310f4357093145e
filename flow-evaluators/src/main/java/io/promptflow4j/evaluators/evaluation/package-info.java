/// Evaluators: flow folders that score rows. What one declares about itself ([Evaluator]), where
/// the built-in ones are (`registry.Evaluators`), and which columns one reads ([ColumnChoice]).
///
/// The children read declarations (`declaration`), find evaluators (`registry`) and offer the tools
/// that their nodes call (`tool`).
@NullMarked
package io.promptflow4j.evaluators.evaluation;

import org.jspecify.annotations.NullMarked;
