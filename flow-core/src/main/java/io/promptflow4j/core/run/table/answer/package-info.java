/// The answers that a workspace keeps for whoever asks the same: reading them, counting them, and
/// letting those go that nobody asks for.
@NullMarked
package io.promptflow4j.core.run.table.answer;

import org.jspecify.annotations.NullMarked;
