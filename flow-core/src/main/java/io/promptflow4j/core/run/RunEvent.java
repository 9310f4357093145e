package io.promptflow4j.core.run;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.KeptAnswer;
import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.source.Digest;
import java.time.Duration;
import java.time.Instant;

/// Something that happened in a run and is to be kept.
public sealed interface RunEvent {

  /// A row came to its end. A row that is on record already is replaced if it had failed and passed
  /// over if it had completed.
  record RowEnded(RowResult result) implements RunEvent {}

  /// A call is about to be made; on record before it is sent.
  ///
  /// @param within how long the row may still take, which the claim does not outlive
  record CallClaimed(CallId id, String node, RowKey row, Duration within) implements RunEvent {

    /// Claims a call that has all the time it needs.
    public CallClaimed(CallId id, String node, RowKey row) {
      this(id, node, row, Duration.ofDays(1));
    }
  }

  /// A call gave a result; ends its claim.
  ///
  /// @param model whether it was a model's, which costs, or a tool's that asked no service
  record CallEnded(CallId id, String node, RowKey row, boolean model, RecordedCall call)
      implements RunEvent {}

  /// A call failed, so nobody has to wait for its result; ends its claim.
  record CallFailed(CallId id) implements RunEvent {}

  /// A model call was found on record instead of being made.
  ///
  /// @param saved what that saved, if another row had made it
  record CallRecalled(CallId id, Savings saved) implements RunEvent {

    /// Made by the same row, before it was stopped.
    public CallRecalled(CallId id) {
      this(id, Savings.NONE);
    }
  }

  /// A call was answered from the cache instead of being made; on record under its id from now on.
  ///
  /// @param model whether it was a model's, or a tool's
  /// @param answer under which the cache knows it
  record CallCached(
      CallId id, String node, RowKey row, boolean model, RecordedCall call, Digest answer)
      implements RunEvent {}

  /// An answer is kept for others who ask the same.
  record AnswerKept(KeptAnswer answer) implements RunEvent {}

  /// A line of the run's log.
  record Logged(Instant time, String level, String text) implements RunEvent {}
}
