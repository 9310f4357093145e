/// One line of a flow from its inputs to its result, and the aggregation over many lines.
@NullMarked
package io.promptflow4j.core.execution.line;

import org.jspecify.annotations.NullMarked;
