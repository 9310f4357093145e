/// Doing it: the scheduler, the runners of each kind of node, activation, limits and results. A
/// failing node is a value; nothing is thrown through the executor.
@NullMarked
package io.promptflow4j.core.execution;

import org.jspecify.annotations.NullMarked;
