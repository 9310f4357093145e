package io.promptflow4j.core.run.journal;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.KeptAnswer;
import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.run.CallId;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.budget.Allowance;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.tool.ToolException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Remembers the calls of one row.
///
/// A model call is claimed on disk before it is sent; its result follows, and is there before the
/// row's next claim and before other rows get it. When the process ends in between, the claim
/// stays, which is how one knows later that the call is in doubt. To be closed when the row has
/// ended.
public final class RowJournal implements CallJournal, AutoCloseable {

  private final RunCalls calls;
  private final RowKey row;
  private final int occurrence;
  private final long deadline;
  private final RowPlace place;

  /// @param occurrence how many rows before this one say the same
  /// @param deadline of the row, as of [System#nanoTime]
  public RowJournal(RunCalls calls, RowKey row, int occurrence, long deadline) {
    this.calls = calls;
    this.row = row;
    this.occurrence = occurrence;
    this.deadline = deadline;
    this.place = new RowPlace(calls.places(), calls.gate());
  }

  @Override
  public void close() {
    place.away();
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
    boolean joins = calls.reuse().joins(key);
    Digest asked = joins ? key.asked() : key.digest();
    int which = joins ? 0 : occurrence;
    String content = "call 1\n" + asked.hex() + "\n" + code + "\n" + which + "\n" + row.repeat();
    return new CallId(calls.scope().scope(), Digest.of(content));
  }

  /// Empty if another row gave the call up, or if this row's time is over.
  private Optional<RecordedCall> await(CompletableFuture<RecordedCall> others)
      throws InterruptedException {
    place.away();
    try {
      return Optional.of(others.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
    } catch (CancellationException _) {
      return Optional.empty();
    } catch (TimeoutException _) {
      throw new ModelException(
          "timeout", "the same call is under way elsewhere and did not end in time", true);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("calls end with a result or are given up", impossible);
    } finally {
      place.back();
    }
  }

  private RecordedCall leading(
      CallKey key, CallId id, CompletableFuture<RecordedCall> own, Call call)
      throws InterruptedException {
    CompletableFuture<RecordedCall> onRecord = new CompletableFuture<>();
    CompletableFuture<RecordedCall> _ =
        onRecord.whenComplete(
            (result, _) -> calls.scope().ended(id.digest(), own, Optional.ofNullable(result)));
    try {
      Optional<Digest> answer = calls.reuse().answer(key, calls.code(), row);
      Optional<RecordedCall> found = onRecord(key, id, answer, calls.find(id), onRecord);
      return found.isPresent() ? found.get() : make(key, id, answer, call, onRecord);
    } catch (Throwable givenUp) {
      onRecord.completeExceptionally(givenUp);
      throw givenUp;
    }
  }

  /// What the run's scope or the workspace has.
  private Optional<RecordedCall> onRecord(
      CallKey key,
      CallId id,
      Optional<Digest> answer,
      Optional<RecordedCall> found,
      CompletableFuture<RecordedCall> onRecord) {
    if (found.isPresent()) {
      onRecord.complete(found.get());
      return Optional.of(recalled(key, id, found.get()));
    }
    return answer
        .flatMap(calls::findAnswer)
        .map(kept -> take(key, id, answer.orElseThrow(), kept, onRecord));
  }

  /// Only what would have cost is counted.
  private RecordedCall recalled(CallKey key, CallId id, RecordedCall found) {
    RecordedCall given = calls.reuse().given(found, row);
    if (isWorthCounting(key, found)) {
      Savings saved = calls.reuse().saved(found, row);
      CompletableFuture<Void> _ = calls.durable().post(new RunEvent.CallRecalled(id, saved));
      calls.counters().recalled(saved);
    }
    return given;
  }

  /// What a row takes from the workspace goes on the record of its run, as if it had been made.
  private RecordedCall take(
      CallKey key,
      CallId id,
      Digest answer,
      RecordedCall given,
      CompletableFuture<RecordedCall> onRecord) {
    boolean model = isWorthCounting(key, given);
    RecordedCall taken = calls.reuse().taken(given, row);
    onDisk(
        List.of(new RunEvent.CallCached(id, key.node(), row, model, taken, answer)),
        taken,
        onRecord);
    if (model) {
      calls.counters().recalled(Savings.of(given));
    }
    return given;
  }

  /// @param onRecord gets the result when it is on disk, if it comes to that
  private RecordedCall make(
      CallKey key,
      CallId id,
      Optional<Digest> answer,
      Call call,
      CompletableFuture<RecordedCall> onRecord)
      throws InterruptedException {
    return key.kind() == CallKey.Kind.TOOL
        ? byTool(key, id, call, onRecord)
        : paid(key, id, answer, call, onRecord);
  }

  /// What a tool does is known when it has done it: a call of a service is counted then.
  private RecordedCall byTool(
      CallKey key, CallId id, Call call, CompletableFuture<RecordedCall> onRecord)
      throws InterruptedException {
    RecordedCall result =
        passing(() -> {
          awaitPlace();
          try {
            return record(key, id, attempt(key, List.of(id), false, call), onRecord);
          } finally {
            place.leave();
          }
        });
    if (isPaid(key, result)) {
      calls.counters().called(result);
      calls.allowance().took(result);
    }
    return result;
  }

  private static boolean isPaid(CallKey key, RecordedCall call) {
    return key.kind() != CallKey.Kind.TOOL || call.facts().get("cost") != null;
  }

  /// Whether money or tokens are saved when the call is not made: by itself or inside it.
  private static boolean isWorthCounting(CallKey key, RecordedCall call) {
    return isPaid(key, call) || call.facts().get(Savings.INSIDE) != null;
  }

  /// Makes the call, unless a run of another process makes it; then waits for what that brings.
  private RecordedCall paid(
      CallKey key,
      CallId id,
      Optional<Digest> answer,
      Call call,
      CompletableFuture<RecordedCall> onRecord)
      throws InterruptedException {
    List<CallId> ids = Stream.concat(Stream.of(id), answer.stream().map(CallId::ofAnswer)).toList();
    while (true) {
      Optional<RecordedCall> made = claimed(key, ids, answer, call, onRecord);
      if (made.isPresent()) {
        return made.get();
      }
      Optional<RecordedCall> found = onRecord(key, id, answer, calls.lookUp(id), onRecord);
      if (found.isPresent()) {
        return found.get();
      }
      calls.scope().awaitOthers(ids, deadline);
    }
  }

  /// Makes the call if it can be claimed.
  private Optional<RecordedCall> claimed(
      CallKey key,
      List<CallId> ids,
      Optional<Digest> answer,
      Call call,
      CompletableFuture<RecordedCall> onRecord)
      throws InterruptedException {
    boolean inside = key.kind() == CallKey.Kind.SERVICE;
    awaitAllowance(inside);
    try {
      Work<Optional<RecordedCall>> work = () -> inPlace(key, ids, answer, call, onRecord);
      Optional<RecordedCall> result = inside ? work.done() : passing(work);
      result.ifPresentOrElse(
          made -> {
            calls.counters().called(made);
            calls.allowance().ended(made);
          },
          calls.allowance()::failed);
      return result;
    } catch (Throwable given) {
      calls.allowance().failed();
      throw given;
    }
  }

  /// Claims the call and makes it; what is paid keeps its place until it is on disk.
  private Optional<RecordedCall> inPlace(
      CallKey key,
      List<CallId> ids,
      Optional<Digest> answer,
      Call call,
      CompletableFuture<RecordedCall> onRecord)
      throws InterruptedException {
    awaitPlace();
    boolean made = false;
    try {
      Optional<RecordedCall> result =
          calls.durable().claim(claims(key, ids))
              ? afterClaim(key, ids, answer, call, onRecord)
              : Optional.empty();
      made = result.isPresent();
      return result;
    } finally {
      if (made) {
        CompletableFuture<RecordedCall> _ = onRecord.whenComplete((_, _) -> place.leave());
      } else {
        place.leave();
      }
    }
  }

  private List<RunEvent.CallClaimed> claims(CallKey key, List<CallId> ids) {
    Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    return ids.stream().map(one -> new RunEvent.CallClaimed(one, key.node(), row, left)).toList();
  }

  /// An answer that all share may have come while it was claimed.
  private Optional<RecordedCall> afterClaim(
      CallKey key,
      List<CallId> ids,
      Optional<Digest> answer,
      Call call,
      CompletableFuture<RecordedCall> onRecord)
      throws InterruptedException {
    if (answer.flatMap(calls::findAnswer).isPresent()) {
      giveBack(ids);
      return Optional.empty();
    }
    CallId id = ids.getFirst();
    return Optional.of(record(key, id, attempt(key, ids, true, call), onRecord));
  }

  private void giveBack(List<CallId> ids) {
    CompletableFuture<Void> _ =
        calls.durable().post(ids.stream().map(RunEvent.CallFailed::new).toList());
  }

  /// Waits until the budget allows one more call; if it never will, stops the run and waits for
  /// that.
  ///
  /// @param inside whether it is made inside a call that has passed the gate already
  private void awaitAllowance(boolean inside) throws InterruptedException {
    Optional<Allowance.End> over = calls.allowance().begin();
    if (over.isPresent()) {
      calls
          .stopping()
          .because(new Stopping.Reason.OverBudget(over.get().why(), over.get().remedy()));
      turnAway(inside);
    }
  }

  private interface Work<T> {
    T done() throws InterruptedException;
  }

  private <T> T passing(Work<T> work) throws InterruptedException {
    calls.gate().enter();
    try {
      return work.done();
    } finally {
      calls.gate().leave();
    }
  }

  private RecordedCall record(
      CallKey key, CallId id, RecordedCall result, CompletableFuture<RecordedCall> onRecord) {
    boolean model = isPaid(key, result);
    var ended = new RunEvent.CallEnded(id, key.node(), row, model, result);
    Optional<RunEvent> kept =
        calls
            .reuse()
            .answer(key, calls.code(), row)
            .filter(_ -> KeptAnswer.isWhole(key, result))
            .map(answer -> new RunEvent.AnswerKept(new KeptAnswer(answer, key.node(), result)));
    var events = new ArrayList<RunEvent>(List.of(ended));
    kept.ifPresent(events::add);
    calls
        .reuse()
        .answer(key, calls.code(), row)
        .map(answer -> new RunEvent.CallFailed(CallId.ofAnswer(answer)))
        .ifPresent(events::add); // which was claimed beside it
    onDisk(events, result, onRecord);
    if (kept.isPresent()) {
      calls.kept(result);
    }
    return result;
  }

  /// Has the events written; others get the result when they are on disk.
  private void onDisk(
      List<RunEvent> events, RecordedCall result, CompletableFuture<RecordedCall> onRecord) {
    CompletableFuture<Boolean> _ =
        calls
            .durable()
            .post(events)
            .handle((_, failed) ->
                failed == null
                    ? onRecord.complete(result)
                    : onRecord.completeExceptionally(failed));
  }

  private RecordedCall attempt(CallKey key, List<CallId> ids, boolean model, Call call)
      throws InterruptedException {
    long start = System.nanoTime();
    try {
      RecordedCall made = call.make();
      return calls.reuse().signed(key, row, made, Duration.ofNanos(System.nanoTime() - start));
    } catch (ModelException | ToolException | UncheckedIOException failed) {
      if (model) {
        giveBack(ids);
      }
      throw failed;
    }
  }

  private void awaitPlace() throws InterruptedException {
    if (!place.enter()) {
      turnAway(true);
    }
  }

  /// @param inside whether the gate was passed
  private void turnAway(boolean inside) throws InterruptedException {
    place.away();
    if (inside) {
      calls.gate().turnAwayInside();
    } else {
      calls.gate().turnAway();
    }
  }
}
