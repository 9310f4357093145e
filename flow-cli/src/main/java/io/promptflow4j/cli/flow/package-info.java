/// The verbs of `pf flow`: one class per verb, each a thin skin over the engine. What other verbs
/// take too (the flow, its settings) is in `request`.
@NullMarked
package io.promptflow4j.cli.flow;

import org.jspecify.annotations.NullMarked;
