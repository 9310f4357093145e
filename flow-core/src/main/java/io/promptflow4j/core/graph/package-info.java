/// A flow that has been checked: typed, ordered, immutable. Whatever is here can run; how it came
/// to be is in `graph.compile`.
@NullMarked
package io.promptflow4j.core.graph;

import org.jspecify.annotations.NullMarked;
