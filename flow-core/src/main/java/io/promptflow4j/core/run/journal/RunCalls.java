package io.promptflow4j.core.run.journal;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.run.CallId;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.budget.Allowance;
import io.promptflow4j.core.source.Digest;
import java.util.Optional;

/// What the journals of a run's rows have in common.
///
/// @param code digest of the code that tools may run
public record RunCalls(
    ScopeCalls scope,
    Digest code,
    Durable durable,
    CallGate gate,
    Allowance allowance,
    CallCounts counters,
    Stopping stopping) {

  /// What is on record; a store that can't tell stops the run.
  Optional<RecordedCall> find(CallId id) {
    try {
      return scope.find(id);
    } catch (RunStoreException broken) {
      stopping.because(new Stopping.Reason.Broken(broken));
      throw broken;
    }
  }
}
