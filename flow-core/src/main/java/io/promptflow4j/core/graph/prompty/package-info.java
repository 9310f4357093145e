/// From a prompty to a graph of one node: its template, its model and what its answer becomes.
@NullMarked
package io.promptflow4j.core.graph.prompty;

import org.jspecify.annotations.NullMarked;
