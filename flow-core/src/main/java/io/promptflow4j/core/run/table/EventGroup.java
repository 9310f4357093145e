package io.promptflow4j.core.run.table;

import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.model.cost.CostValue;
import io.promptflow4j.core.run.CallId;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.source.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Events of one run that are written in one transaction, each kind by one batch of statements.
public final class EventGroup {

  private final Map<RowKey, StoredEvent.Row> rows = new LinkedHashMap<>();
  private final Map<CallId, RunEvent.CallClaimed> claims = new LinkedHashMap<>();
  private final Set<CallId> ended = new LinkedHashSet<>();
  private final Map<CallId, StoredEvent.Call> calls = new LinkedHashMap<>();
  private final List<StoredEvent.Line> lines = new ArrayList<>();
  private final Map<Digest, StoredEvent.StoredAnswer> kept = new LinkedHashMap<>();
  private final List<Digest> given = new ArrayList<>();
  private Savings saved = Savings.NONE;
  private TokenUsage usage = TokenUsage.NONE;
  private Bill bill = Bill.EMPTY;
  private long modelCalls;
  private long recalled;

  public EventGroup(Iterable<? extends StoredEvent> events) {
    events.forEach(this::add);
  }

  private void add(StoredEvent event) {
    switch (event) {
      case StoredEvent.Row row -> add(row);
      case StoredEvent.Claim(var claim) -> {
        claims.put(claim.id(), claim);
        ended.remove(claim.id());
      }
      case StoredEvent.Call call -> add(call);
      case StoredEvent.Failure(var id) -> end(id);
      case StoredEvent.Recall(var savings) -> {
        recalled++;
        saved = saved.plus(savings);
      }
      case StoredEvent.Given(var call, var answer) -> give(call, answer);
      case StoredEvent.Kept(var answer) -> kept.put(answer.answer().key(), answer);
      case StoredEvent.Line line -> lines.add(line);
    }
  }

  private void add(StoredEvent.Row row) {
    rows.merge(row.key(), row, (before, now) -> before.isCompleted() ? before : now);
  }

  private void add(StoredEvent.Call call) {
    RunEvent.CallEnded event = call.event();
    calls.putIfAbsent(event.id(), call);
    usage = usage.plus(event.call().usage());
    if (event.model()) {
      modelCalls++;
      bill = bill.plus(CostValue.read(event.call().facts().get("cost")));
    }
    end(event.id());
  }

  private void give(StoredEvent.Call call, Digest answer) {
    RunEvent.CallEnded event = call.event();
    calls.putIfAbsent(event.id(), call);
    given.add(answer);
    if (event.model()) {
      recalled++;
      saved = saved.plus(Savings.of(event.call()));
    }
  }

  private void end(CallId id) {
    claims.remove(id);
    ended.add(id);
  }

  /// The right to write a run.
  ///
  /// @param token what [StateTable#take] gave
  /// @param member what [MemberTable#join] gave to a process that writes for the owner; 0 for the
  ///   owner itself
  public record Right(long run, RunName name, long token, Duration lease, long member) {

    boolean isOwner() {
      return member == 0;
    }
  }

  /// What was found while the group was written.
  ///
  /// @param cancelRequested whether somebody asked the run to stop
  /// @param refused the claims that were not granted
  /// @param dismissed whether the member that brought the group was taken for dead before: then
  ///   only what its calls took is kept
  public record Written(
      boolean cancelRequested, Map<CallId, RunWriter.Claim> refused, boolean dismissed) {}

  /// Writes the group. A group of that number which is on record already, because only the answer
  /// to its commit was lost, is passed over.
  ///
  /// @param number one more than that of the owner's last group
  /// @throws RunStoreException.LostOwnership if the run was taken over; nothing is written then
  public Written write(Handle handle, StateTable states, Right right, long number) {
    StateTable.State state = states.lockOwned(handle, right.run(), right.name(), right.token());
    OptionalLong before = writesBefore(handle, states, right, state);
    if (before.isEmpty()) {
      late(handle, states, right, state);
      return new Written(state.cancelRequested(), Map.of(), true);
    }
    var scopes = new CallTable.Scopes(handle);
    if (before.getAsLong() >= number) {
      var again = CallTable.claim(handle, states, scopes, right, claims.values());
      return new Written(state.cancelRequested(), again.refused(), false);
    }
    CallTable.add(handle, scopes, calls.values());
    CallTable.endClaims(handle, scopes, right, ended);
    var claimed = CallTable.claim(handle, states, scopes, right, claims.values());
    claimed.taken().forEach(this::warn);
    CallTable.keep(handle, kept.values());
    CallTable.give(handle, given);
    var change = RowTable.add(handle, right, rows.values(), state.failed() > 0);
    LogTable.add(handle, right.run(), state.logLines(), lines);
    var tally =
        new StateTable.Tally(
            change.completed(),
            change.failed(),
            usage,
            state.bill().plus(bill),
            state.saved().plus(saved),
            modelCalls,
            recalled,
            lines.size());
    states.add(handle, right, tally, number);
    return new Written(state.cancelRequested(), claimed.refused(), false);
  }

  private void warn(String text) {
    lines.add(new StoredEvent.Line(Columns.time(Instant.now()), "WARNING", text));
  }

  /// The number of the last group; empty if the member that brings this one was dismissed.
  private static OptionalLong writesBefore(
      Handle handle, StateTable states, Right right, StateTable.State state) {
    if (right.isOwner()) {
      return OptionalLong.of(state.writes());
    }
    return MemberTable.find(handle, states, right.member()).stream()
        .mapToLong(MemberTable.Member::writes)
        .findFirst();
  }

  /// What came from a member after it was dismissed is paid, but others have made those calls.
  private void late(Handle handle, StateTable states, Right right, StateTable.State state) {
    lines.clear();
    if (modelCalls > 0) {
      warn(
          "%d calls came to their end in a process that had given no sign of life for too long;"
                  .formatted(modelCalls)
              + " they are paid, and not kept.");
    }
    LogTable.add(handle, right.run(), state.logLines(), lines);
    var tally =
        new StateTable.Tally(
            0, 0, usage, state.bill().plus(bill), state.saved(), modelCalls, 0, lines.size());
    states.add(handle, right, tally, 0);
  }
}
