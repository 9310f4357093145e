/// Checking an experiment: all mistakes are found before anything is run or paid.
@NullMarked
package io.promptflow4j.evaluators.experiment.prepare;

import org.jspecify.annotations.NullMarked;
