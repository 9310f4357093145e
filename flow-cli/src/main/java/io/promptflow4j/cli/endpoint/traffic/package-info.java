/// The verbs of `pf endpoint` on what went through endpoints: collected requests, mirrors,
/// feedback, canaries.
@NullMarked
package io.promptflow4j.cli.endpoint.traffic;

import org.jspecify.annotations.NullMarked;
