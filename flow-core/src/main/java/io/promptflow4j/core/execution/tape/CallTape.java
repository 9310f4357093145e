package io.promptflow4j.core.execution.tape;

import io.promptflow4j.core.execution.CallJournal.Call;
import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.model.provider.Models;
import java.util.function.Supplier;

/// What stands between the nodes and the models: a recorder, or a recording. Thread-safe. Tools run
/// as ever.
public sealed interface CallTape extends AutoCloseable permits Recorder, Replay {

  /// What a call came to.
  ///
  /// @param redaction takes the secrets out of what is written down
  RecordedCall once(CallKey key, Call call, Supplier<Redaction> redaction)
      throws InterruptedException;

  /// The models as nodes see them.
  Models over(Models models);

  @Override
  void close();
}
