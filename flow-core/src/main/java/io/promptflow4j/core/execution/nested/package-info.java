/// Flows that the tools of a flow run: loaded once, run as often as they are asked for, their model
/// calls told to the tool's own record.
@NullMarked
package io.promptflow4j.core.execution.nested;

import org.jspecify.annotations.NullMarked;
