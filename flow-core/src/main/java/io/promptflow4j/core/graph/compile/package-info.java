/// From what an author wrote to a graph that can run: variants are chosen, references resolved,
/// nodes compiled and ordered, outputs and chat roles settled. All mistakes are found at once.
@NullMarked
package io.promptflow4j.core.graph.compile;

import org.jspecify.annotations.NullMarked;
