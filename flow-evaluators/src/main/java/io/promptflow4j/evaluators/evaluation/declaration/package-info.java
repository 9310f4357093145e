/// Reads `evaluator.yaml`, what an evaluation flow declares about itself.
///
/// All mistakes are found at once, each with its place; names are checked against the flow that
/// stands beside the file.
@NullMarked
package io.promptflow4j.evaluators.evaluation.declaration;

import org.jspecify.annotations.NullMarked;
