/// The verbs of `pf data`: data sets with names, versions and digests, kept beside the runs.
@NullMarked
package io.promptflow4j.cli.data;

import org.jspecify.annotations.NullMarked;
