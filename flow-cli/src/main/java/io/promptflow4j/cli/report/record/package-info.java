/// The files that a test run leaves: what its rows and nodes read, gave and printed, under the
/// names that prompt flow's own files have. A record may be larger than the memory: what is long
/// waits in temporary files until the run has ended.
@NullMarked
package io.promptflow4j.cli.report.record;

import org.jspecify.annotations.NullMarked;
