/// How well raters agree beyond chance: judges with people, judges with each other.
///
/// A coefficient is 1 for perfect agreement and 0 for agreement as by chance.
@NullMarked
package io.promptflow4j.evaluators.statistics.agreement;

import org.jspecify.annotations.NullMarked;
