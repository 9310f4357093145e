/// The verbs of `pf deployment`.
@NullMarked
package io.promptflow4j.cli.deployment;

import org.jspecify.annotations.NullMarked;
