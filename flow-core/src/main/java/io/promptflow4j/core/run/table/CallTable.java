package io.promptflow4j.core.run.table;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.Origin;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.run.CallId;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.source.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
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

  static void claim(
      Handle handle, Scopes scopes, long run, Collection<RunEvent.CallClaimed> claims) {
    if (claims.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            "INSERT INTO claims (run_id, scope_id, digest, node, line, repeat)"
                + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
    for (RunEvent.CallClaimed claim : claims) {
      batch
          .bind(0, run)
          .bind(1, scopes.of(claim.id()))
          .bind(2, Columns.digest(claim.id().digest()))
          .bind(3, Columns.text(claim.node()))
          .bind(4, claim.row().line())
          .bind(5, claim.row().repeat())
          .add();
    }
    batch.execute();
  }

  static void endClaims(Handle handle, Scopes scopes, long run, Collection<CallId> ids) {
    if (ids.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch("DELETE FROM claims WHERE run_id = ? AND scope_id = ? AND digest = ?");
    for (CallId id : ids) {
      batch.bind(0, run).bind(1, scopes.of(id)).bind(2, Columns.digest(id.digest())).add();
    }
    batch.execute();
  }
}
