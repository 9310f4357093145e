package io.promptflow4j.core.run.table;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.Origin;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.run.CallId;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.RunOwner;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.source.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// Calls that are under way and calls that gave a result.
public final class CallTable {

  private static final int ROWS_AT_ONCE = 1_000;

  private CallTable() {}

  /// What a call came to, if it is on record.
  public static Optional<RecordedCall> find(Handle handle, CallId id) {
    return handle
        .createQuery(
            "SELECT output, facts, "
                + Columns.USAGE
                + " FROM calls JOIN scopes ON scopes.id = calls.scope_id"
                + " WHERE scopes.name = ? AND digest = ?")
        .bind(0, Columns.text(id.scope()))
        .bind(1, Columns.digest(id.digest()))
        .map((row, _) -> Columns.call(row))
        .findFirst();
  }

  /// The digests of all calls of a scope; an index alone answers.
  public static Stream<Digest> digests(Handle handle, String scope) {
    return handle
        .createQuery(
            "SELECT digest FROM calls JOIN scopes ON scopes.id = calls.scope_id"
                + " WHERE scopes.name = ?")
        .bind(0, Columns.text(scope))
        .setFetchSize(ROWS_AT_ONCE)
        .map((row, _) -> Columns.digest(row.getBytes(1)))
        .stream();
  }

  static OptionalLong scope(Handle handle, String name) {
    return handle
        .createQuery("SELECT id FROM scopes WHERE name = ?")
        .bind(0, name)
        .mapTo(long.class)
        .findFirst()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /// The numbers of some scopes within one transaction; a scope that is new gets one.
  static final class Scopes {
    private final Handle handle;
    private final Map<String, Long> known = new HashMap<>();

    Scopes(Handle handle) {
      this.handle = handle;
    }

    long of(CallId id) {
      return known.computeIfAbsent(id.scope(), name -> find(Columns.text(name)));
    }

    private long find(String name) {
      OptionalLong found = scope(handle, name);
      if (found.isEmpty()) {
        handle.execute("INSERT INTO scopes (name) VALUES (?) ON CONFLICT DO NOTHING", name);
        found = scope(handle, name);
      }
      return found.orElseThrow();
    }
  }

  /// Keeps the results of calls; of two with the same id the first counts.
  static void add(Handle handle, Scopes scopes, Collection<StoredEvent.Call> calls) {
    if (calls.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            "INSERT INTO calls (scope_id, digest, node, model, output, facts, "
                + Columns.USAGE
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    for (StoredEvent.Call call : calls) {
      RunEvent.CallEnded event = call.event();
      batch
          .bind(0, scopes.of(event.id()))
          .bind(1, Columns.digest(event.id().digest()))
          .bind(2, Columns.text(event.node()))
          .bind(3, event.model())
          .bind(4, call.output())
          .bind(5, call.facts());
      TokenUsage usage = event.call().usage();
      Columns.bindUsage(batch, 6, usage);
      batch.add();
    }
    batch.execute();
  }

  /// Keeps answers for others; a newer one takes the place of an older one.
  public static void keep(Handle handle, Collection<StoredEvent.StoredAnswer> answers) {
    if (answers.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            "INSERT INTO answers (digest, node, output, facts, size, made, used, given, "
                + Columns.USAGE
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO UPDATE"
                + " SET node = excluded.node, output = excluded.output, facts = excluded.facts,"
                + " size = excluded.size, made = excluded.made, used = excluded.used,"
                + " prompt_tokens = excluded.prompt_tokens,"
                + " completion_tokens = excluded.completion_tokens,"
                + " total_tokens = excluded.total_tokens, cached_tokens = excluded.cached_tokens,"
                + " reasoning_tokens = excluded.reasoning_tokens");
    for (StoredEvent.StoredAnswer one : answers) {
      RecordedCall call = one.answer().call();
      long made = Columns.time(Origin.maker(call).map(Origin::when).orElseGet(Instant::now));
      batch
          .bind(0, Columns.digest(one.answer().key()))
          .bind(1, Columns.text(one.answer().node()))
          .bind(2, one.output())
          .bind(3, one.facts())
          .bind(4, one.size())
          .bind(5, made)
          .bind(6, made);
      Columns.bindUsage(batch, 7, call.usage());
      batch.add();
    }
    batch.execute();
  }

  /// Notes that answers were given again now.
  public static void give(Handle handle, Collection<Digest> answers) {
    if (answers.isEmpty()) {
      return;
    }
    long now = Columns.time(Instant.now());
    var batch =
        handle.prepareBatch("UPDATE answers SET used = ?, given = given + 1 WHERE digest = ?");
    for (Digest answer : answers) {
      batch.bind(0, now).bind(1, Columns.digest(answer)).add();
    }
    batch.execute();
  }

  /// What became of claims.
  ///
  /// @param taken calls of this run that were taken from a process that is gone, in words
  record Claimed(Map<CallId, RunWriter.Claim> refused, List<String> taken) {}

  /// Claims calls for a run, but for those that are on record or that a run under way has claimed.
  static Claimed claim(
      Handle handle,
      StateTable states,
      Scopes scopes,
      EventGroup.Right right,
      Collection<RunEvent.CallClaimed> claims) {
    var claimed = new Claimed(new HashMap<>(), new ArrayList<>());
    if (claims.isEmpty()) {
      return claimed;
    }
    List<RunEvent.CallClaimed> inOrder = // so that two who claim the same never wait in a circle
        claims.stream()
            .sorted(
                Comparator.<RunEvent.CallClaimed>comparingLong(claim -> scopes.of(claim.id()))
                    .thenComparing(claim -> claim.id().digest().hex()))
            .toList();
    int[] granted = insert(handle, states, scopes, right, inOrder);
    for (int i = 0; i < granted.length; i++) {
      if (granted[i] != 1) {
        RunEvent.CallClaimed claim = inOrder.get(i);
        RunWriter.Claim answer = contested(handle, states, scopes, right, claim, claimed.taken());
        if (answer != RunWriter.Claim.GRANTED) {
          claimed.refused().put(claim.id(), answer);
        }
      }
    }
    return claimed;
  }

  private static int[] insert(
      Handle handle,
      StateTable states,
      Scopes scopes,
      EventGroup.Right right,
      List<RunEvent.CallClaimed> claims) {
    var batch =
        handle.prepareBatch(
            "INSERT INTO claims (scope_id, digest, run_id, node, line, repeat, until, member)"
                + " SELECT ?, ?, ?, ?, ?, ?, %s + ?, CAST(? AS bigint)".formatted(states.clock())
                + " WHERE NOT EXISTS (SELECT 1 FROM calls WHERE scope_id = ? AND digest = ?)"
                + " ON CONFLICT DO NOTHING");
    for (RunEvent.CallClaimed claim : claims) {
      long scope = scopes.of(claim.id());
      byte[] digest = Columns.digest(claim.id().digest());
      batch
          .bind(0, scope)
          .bind(1, digest)
          .bind(2, right.run())
          .bind(3, Columns.text(claim.node()))
          .bind(4, claim.row().line())
          .bind(5, claim.row().repeat())
          .bind(6, claim.within().toMillis())
          .bind(7, right.member())
          .bind(8, scope)
          .bind(9, digest)
          .add();
    }
    return batch.execute();
  }

  private static RunWriter.Claim contested(
      Handle handle,
      StateTable states,
      Scopes scopes,
      EventGroup.Right right,
      RunEvent.CallClaimed claim,
      List<String> taken) {
    if (isOnRecord(handle, scopes.of(claim.id()), claim.id().digest())) {
      return RunWriter.Claim.ON_RECORD;
    }
    Optional<Holder> holder = holder(handle, states, claim.id());
    if (holder.isEmpty()) {
      return RunWriter.Claim.ELSEWHERE; // it ended just now; who asks again gets it
    }
    Holder from = holder.get();
    if (from.run() == right.run() && from.member() == right.member()) {
      return RunWriter.Claim.GRANTED;
    }
    RunOwner here = RunOwner.ofThisProcess();
    if (from.holds(handle, states, here) || !takeOver(handle, states, scopes, right, claim, from)) {
      return RunWriter.Claim.ELSEWHERE;
    }
    from.dismiss(handle, states, here);
    if (from.run() == right.run()) {
      taken.add(
          "Line %d, node '%s': the call was under way in a process that is gone; it may have been"
                  .formatted(claim.row().line(), claim.node())
              + " paid, and is made again.");
    }
    return RunWriter.Claim.GRANTED;
  }

  private static boolean isOnRecord(Handle handle, long scope, Digest digest) {
    return handle
        .createQuery("SELECT 1 FROM calls WHERE scope_id = ? AND digest = ?")
        .bind(0, scope)
        .bind(1, Columns.digest(digest))
        .mapTo(int.class)
        .findFirst()
        .isPresent();
  }

  /// The call is in doubt for the run that loses it.
  private static boolean takeOver(
      Handle handle,
      StateTable states,
      Scopes scopes,
      EventGroup.Right right,
      RunEvent.CallClaimed claim,
      Holder from) {
    int taken =
        handle.execute(
            "UPDATE claims SET run_id = ?, member = ?, node = ?, line = ?, repeat = ?,"
                + " until = %s + ?".formatted(states.clock())
                + " WHERE scope_id = ? AND digest = ? AND run_id = ? AND member = ?",
            right.run(),
            right.member(),
            Columns.text(claim.node()),
            claim.row().line(),
            claim.row().repeat(),
            claim.within().toMillis(),
            scopes.of(claim.id()),
            Columns.digest(claim.id().digest()),
            from.run(),
            from.member());
    if (taken == 1 && !claim.id().scope().equals(CallId.ANSWERS)) {
      handle.execute("UPDATE run_states SET in_doubt = in_doubt + 1 WHERE run_id = ?", from.run());
    }
    return taken == 1;
  }

  /// Who has claimed a call.
  ///
  /// @param member the process that works for the run's owner; 0 if it is the owner
  private record Holder(long run, long member, boolean lapsed) {

    boolean holds(Handle handle, StateTable states, RunOwner asking) {
      return !lapsed
          && states.isOwned(handle, run, asking)
          && (member == 0 || isAlive(handle, states, asking));
    }

    private boolean isAlive(Handle handle, StateTable states, RunOwner asking) {
      return MemberTable.find(handle, states, member)
          .map(found -> found.isAlive(asking))
          .orElse(false);
    }

    /// Keeps a process from writing whose call was taken over because it is gone.
    void dismiss(Handle handle, StateTable states, RunOwner asking) {
      if (member != 0 && !isAlive(handle, states, asking)) {
        MemberTable.remove(handle, member);
      }
    }
  }

  private static Optional<Holder> holder(Handle handle, StateTable states, CallId id) {
    return handle
        .createQuery(
            "SELECT run_id, member, until <= %s AS lapsed FROM claims".formatted(states.clock())
                + " JOIN scopes ON scopes.id = claims.scope_id"
                + " WHERE scopes.name = ? AND digest = ?")
        .bind(0, Columns.text(id.scope()))
        .bind(1, Columns.digest(id.digest()))
        .map((row, _) ->
            new Holder(row.getLong("run_id"), row.getLong("member"), row.getBoolean("lapsed")))
        .findFirst();
  }

  /// Whether somebody is about to bring what the call comes to.
  public static boolean isUnderWay(Handle handle, StateTable states, CallId id, RunOwner asking) {
    return holder(handle, states, id)
        .map(holder -> holder.holds(handle, states, asking))
        .orElse(false);
  }

  /// Gives up what earlier owners of a run had claimed.
  ///
  /// @return of how many calls it is in doubt what became of them
  static long giveUpClaims(Handle handle, long run) {
    String answers =
        "DELETE FROM claims WHERE run_id = ?"
            + " AND scope_id IN (SELECT id FROM scopes WHERE name = ?)";
    handle.execute(answers, run, CallId.ANSWERS);
    return handle.execute("DELETE FROM claims WHERE run_id = ?", run);
  }

  static void endClaims(
      Handle handle, Scopes scopes, EventGroup.Right right, Collection<CallId> ids) {
    if (ids.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            "DELETE FROM claims WHERE run_id = ? AND scope_id = ? AND digest = ? AND member = ?");
    for (CallId id : ids) {
      batch
          .bind(0, right.run())
          .bind(1, scopes.of(id))
          .bind(2, Columns.digest(id.digest()))
          .bind(3, right.member())
          .add();
    }
    batch.execute();
  }
}
