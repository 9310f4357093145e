/// The `pf` command. [Pf] is its front door: it finds the verb, lets it work and turns whatever
/// happens into an exit code and, at worst, one line on the error stream.
@NullMarked
package io.promptflow4j.cli;

import org.jspecify.annotations.NullMarked;
