/// How two columns of numbers move together.
///
/// A column without spread correlates with nothing, which is a case and not a number.
@NullMarked
package io.promptflow4j.evaluators.statistics.correlation;

import org.jspecify.annotations.NullMarked;
