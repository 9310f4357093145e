/// What people write about an experiment: which variants, which conditions. All of their mistakes
/// are told at once.
@NullMarked
package io.promptflow4j.evaluators.experiment.choice;

import org.jspecify.annotations.NullMarked;
