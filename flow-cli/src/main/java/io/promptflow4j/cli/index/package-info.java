/// The verbs of `pf index`: indexes of documents for flows that look things up.
@NullMarked
package io.promptflow4j.cli.index;

import org.jspecify.annotations.NullMarked;
