/// The tools that prompt flow itself and its companion packages ship, by the ids that flow files
/// name. What this project does not run yet is named here all the same, so that an author reads
/// what to use instead.
@NullMarked
package io.promptflow4j.core.tool.unsupported;

import org.jspecify.annotations.NullMarked;
