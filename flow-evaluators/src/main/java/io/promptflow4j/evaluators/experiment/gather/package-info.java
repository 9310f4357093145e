/// Reading what runs and their evaluations came to, row by row.
@NullMarked
package io.promptflow4j.evaluators.experiment.gather;

import org.jspecify.annotations.NullMarked;
