/// Budgets of connections: what their calls may take on one day, over all processes of a workspace.
/// What a call may take is booked before it is made, and corrected when it is over.
@NullMarked
package io.promptflow4j.core.model.budget;

import org.jspecify.annotations.NullMarked;
