/// Which node runs when: the plan of a pass over the graph and the loop that keeps its books.
@NullMarked
package io.promptflow4j.core.execution.schedule;

import org.jspecify.annotations.NullMarked;
