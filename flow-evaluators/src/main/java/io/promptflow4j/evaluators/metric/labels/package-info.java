/// Classification over a whole run: the confusion matrix and what is computed from it.
@NullMarked
package io.promptflow4j.evaluators.metric.labels;

import org.jspecify.annotations.NullMarked;
