package io.promptflow4j.core.run.journal;

import io.promptflow4j.core.execution.RecordedCall;

/// Counts what the calls of a run came to. Thread-safe.
public interface CallCounts {

  /// A model call was made.
  void called(RecordedCall call);

  /// A model call was found on record.
  void recalled();
}
