package io.promptflow4j.core.run.journal;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.Savings;

/// Counts what the calls of a run came to. Thread-safe.
public interface CallCounts {

  /// A model call was made.
  void called(RecordedCall call);

  /// A model call was found on record.
  ///
  /// @param saved what that saved, if another row or run had made it
  void recalled(Savings saved);
}
