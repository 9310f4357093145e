/// Which ways of doing its nodes a flow offers, for whoever wants to run it in several of them. A
/// look at the flow file alone: nothing is checked or compiled.
@NullMarked
package io.promptflow4j.core.engine.variant;

import org.jspecify.annotations.NullMarked;
