/// The verbs of `pf cache`: what the workspace keeps of what models answered, and clearing it.
@NullMarked
package io.promptflow4j.cli.cache;

import org.jspecify.annotations.NullMarked;
