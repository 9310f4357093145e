/// What the nodes of a flow need of the models they name, and what a catalog says about that. All
/// of it is advice: nothing a node asks for is left out because of it.
@NullMarked
package io.promptflow4j.core.graph.needs;

import org.jspecify.annotations.NullMarked;
