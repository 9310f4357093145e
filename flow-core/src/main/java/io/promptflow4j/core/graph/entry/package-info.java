/// From a flow that is one function or class to a graph: its signature becomes the inputs, its
/// constructor is set up, and what it makes of all lines becomes an aggregation node.
@NullMarked
package io.promptflow4j.core.graph.entry;

import org.jspecify.annotations.NullMarked;
