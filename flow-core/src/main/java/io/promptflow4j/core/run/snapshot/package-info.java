/// What a run was made from: the files of its flow folder, kept by content, the commit they stand
/// at, and the machine.
///
/// A snapshot is taken before the first row and can be put back into a folder, so that a run that
/// is resumed runs what was started, whatever happened to the flow since.
@NullMarked
package io.promptflow4j.core.run.snapshot;

import org.jspecify.annotations.NullMarked;
