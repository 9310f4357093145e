/// How much may be asked of a connection at a time: limits that its owner set, and those that its
/// service's answers teach. Every call of a connection passes here, whichever row, run or flow
/// makes it. What lets calls through or holds them back are small clocks and counters that get the
/// time from outside; `model.provider` does the waiting.
@NullMarked
package io.promptflow4j.core.model.traffic;

import org.jspecify.annotations.NullMarked;
