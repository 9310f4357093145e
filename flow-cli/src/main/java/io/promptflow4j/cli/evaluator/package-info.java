/// The verbs of `pf evaluator`: what evaluators there are, what one declares, and a copy to change.
@NullMarked
package io.promptflow4j.cli.evaluator;

import org.jspecify.annotations.NullMarked;
