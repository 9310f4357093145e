/// Does nodes as often and under the terms that they say: per element, round after round, try after
/// try. What happens in each is in the trace below the node, and on record under a key of its own.
@NullMarked
package io.promptflow4j.core.execution.control;

import org.jspecify.annotations.NullMarked;
