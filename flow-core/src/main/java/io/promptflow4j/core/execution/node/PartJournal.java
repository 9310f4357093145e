package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;

/// The journal of one part of a node's work, an element or a round: the same call in another part
/// is another call.
///
/// @param part the same each time the line is run: `element 3`, `round 2`
/// @param isRound whether it asks again what was asked before
record PartJournal(CallJournal journal, String part, boolean isRound) implements CallJournal {

  @Override
  public RecordedCall once(CallKey key, Call call) throws InterruptedException {
    return journal.once(isRound ? key.inRound(part) : key.within(key.node(), part), call);
  }
}
