/// The front door: load a flow from its folder, run it on inputs.
@NullMarked
package io.promptflow4j.core.engine;

import org.jspecify.annotations.NullMarked;
