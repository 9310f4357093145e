package io.promptflow4j.core.run.table;

import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.model.cost.BillValue;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunOwner;
import io.promptflow4j.core.run.RunProgress;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.database.Dialect;
import io.promptflow4j.core.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// How far runs have come, and who may write them.
///
/// A run's owner holds a lease on the database's clock and a token. Each transaction that writes a
/// run locks its state first and goes on only if the token is still the owner's: a take-over
/// changes the token, so whoever was taken over writes nothing more.
public final class StateTable {

  private final Dialect dialect;

  public StateTable(Dialect dialect) {
    this.dialect = dialect;
  }

  /// A run's state, locked until the transaction ends.
  ///
  /// @param owner who has the run; nobody once it was given up
  /// @param lapsed whether the owner let its lease lapse
  /// @param writes the number of the last group of events that its owner wrote
  record State(
      RunStatus status,
      long token,
      Optional<RunOwner> owner,
      boolean lapsed,
      boolean cancelRequested,
      long writes,
      long failed,
      long logLines,
      Bill bill,
      Savings saved) {

    boolean isOwned(RunOwner asking) {
      return owner.isPresent() && !lapsed && !OwnerProcess.isGone(owner.get(), asking);
    }
  }

  /// What a new owner is told.
  ///
  /// @param inDoubt claims that earlier owners left behind
  public record Taken(long token, long inDoubt) {}

  static void create(Handle handle, long id, Run run) {
    RunProgress progress = run.progress();
    var insert =
        handle
            .createUpdate(
                "INSERT INTO run_states ("
                    + Columns.USAGE
                    + ", run_id, status, row_count, completed, failed, calls, recalled, in_doubt,"
                    + " metrics, error, started, ended, log_lines, token, writes, lease_until,"
                    + " cancel_requested, bill, worked, saved) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,"
                    + " ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?, ?, ?)")
            .bind(5, id)
            .bind(6, run.status().label())
            .bind(7, progress.rows().orElse(null))
            .bind(8, progress.completed())
            .bind(9, progress.failed())
            .bind(10, progress.calls())
            .bind(11, progress.recalled())
            .bind(12, progress.inDoubt())
            .bind(13, Columns.json(progress.metrics()))
            .bind(14, Columns.text(progress.error()))
            .bind(15, Columns.time(run.started()))
            .bind(16, Columns.time(run.ended()))
            .bind(17, false)
            .bind(18, Columns.json(BillValue.of(progress.bill())))
            .bind(19, progress.worked().toMillis())
            .bind(20, Columns.json(progress.saved().toValue()));
    Columns.bindUsage(insert, 0, progress.usage());
    insert.execute();
  }

  static RunProgress progress(ResultSet row) throws SQLException {
    return new RunProgress(
        Columns.number(row, "row_count"),
        row.getLong("completed"),
        row.getLong("failed"),
        Columns.usage(row),
        bill(row),
        row.getLong("calls"),
        row.getLong("recalled"),
        row.getLong("in_doubt"),
        Duration.ofMillis(row.getLong("worked")),
        Columns.mapping(row.getString("metrics")),
        Optional.ofNullable(row.getString("error")),
        saved(row));
  }

  /// Whether a living process has the run, as far as `asking` can tell; needs no lock.
  public boolean isOwned(Handle handle, long run, RunOwner asking) {
    return read(handle, run, "").isOwned(asking);
  }

  String clock() {
    return dialect.clock();
  }

  State lock(Handle handle, long run) {
    return read(handle, run, dialect.rowLock());
  }

  private State read(Handle handle, long run, String lock) {
    return handle
        .createQuery(
            "SELECT run_states.*, lease_until <= %s AS lapsed FROM run_states WHERE run_id = ? %s"
                .formatted(dialect.clock(), lock))
        .bind(0, run)
        .map((row, _) -> state(row))
        .one();
  }

  private static State state(ResultSet row) throws SQLException {
    String host = row.getString("owner_host");
    return new State(
        RunStatus.of(row.getString("status")),
        row.getLong("token"),
        host == null
            ? Optional.empty()
            : Optional.of(
                new RunOwner(
                    host,
                    row.getLong("owner_process"),
                    Columns.time(row.getLong("owner_started")))),
        row.getBoolean("lapsed"),
        row.getBoolean("cancel_requested"),
        row.getLong("writes"),
        row.getLong("failed"),
        row.getLong("log_lines"),
        bill(row),
        saved(row));
  }

  private static Savings saved(ResultSet row) throws SQLException {
    return Savings.read(Columns.mapping(row.getString("saved")));
  }

  private static Bill bill(ResultSet row) throws SQLException {
    return BillValue.read(Columns.mapping(row.getString("bill")));
  }

  /// Locks the state of a run for its owner.
  ///
  /// @throws RunStoreException.LostOwnership if `token` is not the owner's any more
  State lockOwned(Handle handle, long run, RunName name, long token) {
    State state = lock(handle, run);
    if (state.token() != token || state.owner().isEmpty()) {
      throw new RunStoreException.LostOwnership(
          state
              .owner()
              .map(owner -> "Run '%s' was taken over by %s.".formatted(name, told(owner)))
              .orElse("Run '%s' was given up and can't be written.".formatted(name)));
    }
    return state;
  }

  /// Makes sure that nobody has the run while this transaction goes on.
  ///
  /// @throws RunStoreException.RunOwned if somebody has it
  public void checkFree(Handle handle, long run, RunName name, RunOwner asking) {
    checkFree(lock(handle, run), name, asking);
  }

  private static void checkFree(State state, RunName name, RunOwner asking) {
    if (state.isOwned(asking)) {
      throw new RunStoreException.RunOwned(
          "Run '%s' is worked on by %s. Stop that first, or wait until it is done."
              .formatted(name, state.owner().map(StateTable::told).orElse("another process")));
    }
  }

  private static String told(RunOwner owner) {
    return "process %d on '%s'".formatted(owner.process(), owner.host());
  }

  /// Gives a run to `owner`; what its earlier owners had claimed is in doubt.
  ///
  /// A run that was completed stays so until it is finished anew.
  public Taken take(Handle handle, long run, RunName name, RunOwner owner, Duration lease) {
    State state = lock(handle, run);
    checkFree(state, name, owner);
    long inDoubt = CallTable.giveUpClaims(handle, run);
    MemberTable.removeAll(handle, run);
    boolean done = state.status() == RunStatus.COMPLETED;
    handle
        .createUpdate(
            "UPDATE run_states SET token = token + 1, writes = 0, owner_host = ?, owner_process ="
                + " ?,"
                + " owner_started = ?, lease_until = %s + ?, cancel_requested = ?, status = ?,"
                    .formatted(dialect.clock())
                + " started = coalesce(started, ?), in_doubt = in_doubt + ?, seen = %s"
                    .formatted(dialect.clock())
                + (done ? "" : ", ended = NULL, error = NULL")
                + " WHERE run_id = ?")
        .bind(0, owner.host())
        .bind(1, owner.process())
        .bind(2, Columns.time(owner.started()))
        .bind(3, lease.toMillis())
        .bind(4, false)
        .bind(5, (done ? RunStatus.COMPLETED : RunStatus.RUNNING).label())
        .bind(6, Columns.time(Instant.now()))
        .bind(7, inDoubt)
        .bind(8, run)
        .execute();
    return new Taken(state.token() + 1, inDoubt);
  }

  /// Makes sure that `token` stays the owner's while this transaction goes on.
  ///
  /// @throws RunStoreException.LostOwnership if it is not any more
  public void check(Handle handle, long run, RunName name, long token) {
    lockOwned(handle, run, name, token);
  }

  /// Renews the lease; says whether somebody asked the run to stop.
  public boolean renew(Handle handle, long run, RunName name, long token, Duration lease) {
    State state = lockOwned(handle, run, name, token);
    handle.execute(
        "UPDATE run_states SET %s, lease_until = %s + ? WHERE run_id = ?"
            .formatted(work(), dialect.clock()),
        lease.toMillis(),
        run);
    return state.cancelRequested();
  }

  /// Adds the time since the owner was last seen to what it worked; a clock set back adds nothing.
  private String work() {
    String now = dialect.clock();
    return "worked = worked + CASE WHEN %s > seen THEN %s - seen ELSE 0 END, seen = %s"
        .formatted(now, now, now);
  }

  /// Gives the run up, if `token` is still its owner's.
  public void giveUp(Handle handle, long run, long token) {
    handle.execute(
        "UPDATE run_states SET owner_host = NULL, owner_process = NULL, owner_started = NULL,"
            + " lease_until = 0 WHERE run_id = ? AND token = ?",
        run,
        token);
  }

  /// Whether somebody asked the run to stop; needs no lock.
  ///
  /// @throws RunStoreException.LostOwnership if `token` is not the owner's any more
  public boolean cancelRequested(Handle handle, long run, RunName name, long token) {
    return handle
        .createQuery("SELECT cancel_requested FROM run_states WHERE run_id = ? AND token = ?")
        .bind(0, run)
        .bind(1, token)
        .mapTo(boolean.class)
        .findFirst()
        .orElseThrow(() ->
            new RunStoreException.LostOwnership(
                "Run '%s' was taken over by another process.".formatted(name)));
  }

  /// Asks the owner to stop; a run without an owner that has not ended is canceled.
  public void requestCancel(Handle handle, long run, RunOwner asking) {
    State state = lock(handle, run);
    boolean open = state.status() == RunStatus.RUNNING || state.status() == RunStatus.NOT_STARTED;
    if (state.isOwned(asking)) {
      handle.execute("UPDATE run_states SET cancel_requested = ? WHERE run_id = ?", true, run);
    } else if (open) {
      handle.execute(
          "UPDATE run_states SET status = ?, ended = ? WHERE run_id = ?",
          RunStatus.CANCELED.label(),
          Columns.time(Instant.now()),
          run);
    }
  }

  public void count(Handle handle, long run, RunName name, long token, long rows) {
    lockOwned(handle, run, name, token);
    handle.execute("UPDATE run_states SET row_count = ? WHERE run_id = ?", rows, run);
  }

  public void finish(
      Handle handle,
      long run,
      RunName name,
      long token,
      RunStatus status,
      Value.Mapping metrics,
      Optional<String> error) {
    lockOwned(handle, run, name, token);
    handle
        .createUpdate(
            "UPDATE run_states SET %s, status = ?, metrics = ?, error = ?, ended = ?"
                    .formatted(work())
                + " WHERE run_id = ?")
        .bind(0, status.label())
        .bind(1, Columns.json(metrics))
        .bind(2, Columns.text(error))
        .bind(3, Columns.time(Instant.now()))
        .bind(4, run)
        .execute();
  }

  /// What a group of events adds to the counters of a run.
  ///
  /// @param bill the whole of it, this group included
  /// @param saved the whole of it too
  record Tally(
      long completed,
      long failed,
      TokenUsage usage,
      Bill bill,
      Savings saved,
      long calls,
      long recalled,
      long logLines) {}

  /// Adds what a group came to. That is a sign of life of whoever wrote it.
  void add(Handle handle, EventGroup.Right right, Tally tally, long writes) {
    String sign = "";
    if (right.isOwner()) {
      sign =
          ", writes = %d, lease_until = %s + %d"
              .formatted(writes, dialect.clock(), right.lease().toMillis());
    } else {
      MemberTable.wrote(handle, this, right.member(), writes, right.lease());
    }
    handle
        .createUpdate(
            "UPDATE run_states SET completed = completed + ?, failed = failed + ?,"
                + " prompt_tokens = prompt_tokens + ?, completion_tokens = completion_tokens + ?,"
                + " total_tokens = total_tokens + ?, cached_tokens = cached_tokens + ?,"
                + " reasoning_tokens = reasoning_tokens + ?, calls = calls + ?,"
                + " recalled = recalled + ?, log_lines = log_lines + ?, bill = ?,"
                + " saved = ?, %s%s WHERE run_id = ?".formatted(work(), sign))
        .bind(0, tally.completed())
        .bind(1, tally.failed())
        .bind(2, tally.usage().prompt())
        .bind(3, tally.usage().completion())
        .bind(4, tally.usage().total())
        .bind(5, tally.usage().cached())
        .bind(6, tally.usage().reasoning())
        .bind(7, tally.calls())
        .bind(8, tally.recalled())
        .bind(9, tally.logLines())
        .bind(10, Columns.json(BillValue.of(tally.bill())))
        .bind(11, Columns.json(tally.saved().toValue()))
        .bind(12, right.run())
        .execute();
  }
}
