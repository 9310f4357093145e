/// What can be said about a whole flow once its nodes are known: their order, cycles, the rules of
/// aggregation, values that can't fit, branches that can't run.
@NullMarked
package io.promptflow4j.core.graph.check;

import org.jspecify.annotations.NullMarked;
