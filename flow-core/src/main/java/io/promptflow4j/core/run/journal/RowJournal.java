package io.promptflow4j.core.run.journal;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.run.CallId;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.tool.ToolException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Remembers the calls of one row.
///
/// A model call is claimed on disk before it is sent and on record before its node goes on. When it
/// is interrupted in between, its claim stays, which is how one knows later that it is in doubt.
public final class RowJournal implements CallJournal {

  private final RunCalls calls;
  private final RowKey row;
  private final int occurrence;
  private final long deadline;

  /// @param occurrence how many rows before this one say the same
  /// @param deadline of the row, as of [System#nanoTime]
  public RowJournal(RunCalls calls, RowKey row, int occurrence, long deadline) {
    this.calls = calls;
    this.row = row;
    this.occurrence = occurrence;
    this.deadline = deadline;
  }

  @Override
  public RecordedCall once(CallKey key, Call call) throws InterruptedException {
    CallId id = id(key);
    var own = new CompletableFuture<RecordedCall>();
    while (true) {
      Optional<CompletableFuture<RecordedCall>> others = calls.scope().lead(id.digest(), own);
      if (others.isEmpty()) {
        return leading(key, id, own, call);
      }
      Optional<RecordedCall> found = await(others.get());
      if (found.isPresent()) {
        return recalled(key, id, found.get());
      }
    }
  }

  /// A tool's result depends on its code too, a model's does not.
  private CallId id(CallKey key) {
    String code = key.kind() == CallKey.Kind.TOOL ? calls.code().hex() : "";
    String content =
        "call 1\n%s\n%s\n%d\n%d".formatted(key.digest().hex(), code, occurrence, row.repeat());
    return new CallId(calls.scope().scope(), Digest.of(content));
  }

  /// Empty if another row gave the call up, or if this row's time is over.
  private Optional<RecordedCall> await(CompletableFuture<RecordedCall> others)
      throws InterruptedException {
    try {
      return Optional.of(others.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
    } catch (CancellationException _) {
      return Optional.empty();
    } catch (TimeoutException _) {
      throw new ModelException(
          "timeout", "the same call is under way elsewhere and did not end in time", true);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("calls end with a result or are given up", impossible);
    }
  }

  private RecordedCall leading(
      CallKey key, CallId id, CompletableFuture<RecordedCall> own, Call call)
      throws InterruptedException {
    Optional<RecordedCall> result = Optional.empty();
    try {
      Optional<RecordedCall> found = calls.find(id);
      result = Optional.of(found.isPresent() ? recalled(key, id, found.get()) : make(key, id, call));
      return result.get();
    } finally {
      calls.scope().ended(id.digest(), own, result);
    }
  }

  /// Only what would have cost is counted.
  private RecordedCall recalled(CallKey key, CallId id, RecordedCall found) {
    if (key.kind() == CallKey.Kind.MODEL) {
      calls.durable().write(new RunEvent.CallRecalled(id));
      calls.counters().recalled();
    }
    return found.asRecalled();
  }

  private RecordedCall make(CallKey key, CallId id, Call call) throws InterruptedException {
    boolean model = key.kind() == CallKey.Kind.MODEL;
    calls.gate().enter();
    try {
      if (model) {
        calls.durable().write(new RunEvent.CallClaimed(id, key.node(), row));
      }
      RecordedCall result = attempt(id, model, call);
      calls.durable().write(new RunEvent.CallEnded(id, key.node(), row, model, result));
      if (model) {
        calls.counters().called(result);
      }
      return result;
    } finally {
      calls.gate().leave();
    }
  }

  private RecordedCall attempt(CallId id, boolean model, Call call) throws InterruptedException {
    try {
      return call.make();
    } catch (ModelException | ToolException failed) {
      if (model) {
        calls.durable().write(new RunEvent.CallFailed(id));
      }
      throw failed;
    }
  }
}
