/// What calls cost: dated prices, the cost of a usage, and sums that say how much is missing. An
/// unknown price is unknown here, never zero.
@NullMarked
package io.promptflow4j.core.model.cost;

import org.jspecify.annotations.NullMarked;
