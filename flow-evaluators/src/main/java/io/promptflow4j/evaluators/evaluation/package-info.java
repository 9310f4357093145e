/// Evaluators: flow folders that score rows. What one declares about itself ([Evaluator]), where
/// the built-in ones are ([Evaluators]), and which columns one reads ([ColumnChoice]).
///
/// The children read declarations (`declaration`), bring the built-in folders to disk (`builtin`)
/// and offer the tools that their nodes call (`tool`).
@NullMarked
package io.promptflow4j.evaluators.evaluation;

import org.jspecify.annotations.NullMarked;
