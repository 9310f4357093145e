/// What references give, how a property path is followed, and the inputs of a line made fit for the
/// flow.
@NullMarked
package io.promptflow4j.core.execution.reading;

import org.jspecify.annotations.NullMarked;
