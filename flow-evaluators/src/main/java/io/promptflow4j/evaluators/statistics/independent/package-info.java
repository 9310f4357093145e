/// Compares two groups of different rows, whose values have nothing to do with each other.
@NullMarked
package io.promptflow4j.evaluators.statistics.independent;

import org.jspecify.annotations.NullMarked;
