/// Budgets of runs: money, tokens or calls that a run may take, over all of its processes. What a
/// call may take is set aside before it is made, so that a run stops before the budget is exceeded
/// and can go on with a larger one.
@NullMarked
package io.promptflow4j.core.run.budget;

import org.jspecify.annotations.NullMarked;
