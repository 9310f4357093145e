/// The verbs of `pf flow`: one class per verb, each a thin skin over the engine. What several of
/// them take from the command line (the flow, its settings, its inputs) is read in one place.
@NullMarked
package io.promptflow4j.cli.flow;

import org.jspecify.annotations.NullMarked;
