package io.promptflow4j.core.run.journal;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.run.CallId;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.budget.Allowance;
import io.promptflow4j.core.source.Digest;
import java.util.Optional;
import java.util.function.Supplier;

/// What the journals of a run's rows have in common.
///
/// @param code digest of the code that tools may run
/// @param places for the rows that are calling
public record RunCalls(
    ScopeCalls scope,
    Digest code,
    Durable durable,
    CallGate gate,
    CallPlaces places,
    Allowance allowance,
    CallCounts counters,
    Reuse reuse,
    Stopping stopping) {

  /// The same with other counters.
  public RunCalls counting(CallCounts other) {
    return new RunCalls(scope, code, durable, gate, places, allowance, other, reuse, stopping);
  }

  /// What is on record; a store that can't tell stops the run.
  Optional<RecordedCall> find(CallId id) {
    return told(() -> scope.find(id));
  }

  /// What is on record by now, by whatever process.
  Optional<RecordedCall> lookUp(CallId id) {
    return told(() -> scope.lookUp(id));
  }

  /// What the workspace has under `answer`.
  Optional<RecordedCall> findAnswer(Digest answer) {
    return told(() -> reuse.find(answer));
  }

  /// The workspace has one more answer.
  void kept(RecordedCall answer) {
    try {
      reuse.limit().kept(answer);
    } catch (RunStoreException _) {
      // the end of the run tries again, and tells if it can't either
    }
  }

  private <T> T told(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (RunStoreException broken) {
      stopping.because(new Stopping.Reason.Broken(broken));
      throw broken;
    }
  }
}
