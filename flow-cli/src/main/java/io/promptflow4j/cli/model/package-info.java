/// The verbs of `pf model` that read the catalog: what models there are, who offers them, what they
/// can do and cost, and which fit a flow.
@NullMarked
package io.promptflow4j.cli.model;

import org.jspecify.annotations.NullMarked;
