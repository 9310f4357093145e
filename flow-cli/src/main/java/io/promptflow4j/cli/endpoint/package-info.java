/// The verbs of `pf endpoint`.
@NullMarked
package io.promptflow4j.cli.endpoint;

import org.jspecify.annotations.NullMarked;
