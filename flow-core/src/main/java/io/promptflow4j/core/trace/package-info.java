/// The record of what happened in one run of a flow: a tree of spans with what went in, what came
/// out, how long it took and what it used.
@NullMarked
package io.promptflow4j.core.trace;

import org.jspecify.annotations.NullMarked;
