/// The verbs of `pf model` that keep models of one's own: under a name and versions, beside the
/// runs, with a record of every change.
@NullMarked
package io.promptflow4j.cli.registry;

import org.jspecify.annotations.NullMarked;
