/// A run as the folder that prompt flow would have left behind, for tools that read such folders.
/// Everything is written row by row, so that memory stays flat.
@NullMarked
package io.promptflow4j.core.run.export;

import org.jspecify.annotations.NullMarked;
