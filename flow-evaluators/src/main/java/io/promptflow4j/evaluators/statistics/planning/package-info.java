/// How many rows a comparison takes, and how small a difference so many rows can show.
///
/// Powers are exact: by the noncentral t distribution for numbers, by enumeration for right or
/// wrong.
@NullMarked
package io.promptflow4j.evaluators.statistics.planning;

import org.jspecify.annotations.NullMarked;
