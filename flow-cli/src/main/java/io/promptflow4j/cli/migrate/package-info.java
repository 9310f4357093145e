/// The verbs of `pf migrate`: what people who come from prompt flow need once.
@NullMarked
package io.promptflow4j.cli.migrate;

import org.jspecify.annotations.NullMarked;
