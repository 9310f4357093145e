/// Chooses the test that fits paired data, and says in words why.
///
/// The choice looks at the kind of the values and at how many there are, never at who is ahead.
@NullMarked
package io.promptflow4j.evaluators.statistics.choice;

import org.jspecify.annotations.NullMarked;
