/// Where evaluators are: the built-in ones, which are resources of this module, and any flow
/// folder.
///
/// A flow is a folder, so a built-in evaluator is written to a folder of the user's cache before it
/// is used.
@NullMarked
package io.promptflow4j.evaluators.evaluation.registry;

import org.jspecify.annotations.NullMarked;
