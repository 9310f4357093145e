/// Reads how often and under which terms a node is done (`for_each`, `repeat`, `retry`, `timeout`,
/// `on_error`), when it runs (`activate`), and the branches of `switch` nodes. These keys are ours;
/// what is wrong under them is an error, since prompt flow has no flow that says them.
@NullMarked
package io.promptflow4j.core.graph.control;

import org.jspecify.annotations.NullMarked;
