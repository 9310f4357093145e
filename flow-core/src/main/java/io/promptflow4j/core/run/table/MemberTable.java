package io.promptflow4j.core.run.table;

import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunOwner;
import io.promptflow4j.core.run.RunStoreException;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Processes that write a run for its owner.
///
/// Each has a lease of its own on the database's clock. One that let it lapse is removed as soon as
/// somebody wants a call that it had claimed; from then on it writes nothing more.
public final class MemberTable {

  private MemberTable() {}

  /// @param writes the number of the last group of events that it wrote
  record Member(long id, String name, RunOwner owner, boolean lapsed, long writes) {

    boolean isAlive(RunOwner asking) {
      return !lapsed && !OwnerProcess.isGone(owner, asking);
    }
  }

  /// Adds one and gives its number.
  ///
  /// @throws RunStoreException.LostOwnership if `token` is not the owner's any more
  public static long join(
      Handle handle, StateTable states, EventGroup.Right right, String name, RunOwner owner) {
    states.check(handle, right.run(), right.name(), right.token());
    return handle
        .createUpdate(
            "INSERT INTO run_members (run_id, name, host, process, process_started, writes,"
                + " lease_until) VALUES (?, ?, ?, ?, ?, 0, %s + ?)".formatted(states.clock()))
        .bind(0, right.run())
        .bind(1, Columns.text(name))
        .bind(2, owner.host())
        .bind(3, owner.process())
        .bind(4, Columns.time(owner.started()))
        .bind(5, right.lease().toMillis())
        .executeAndReturnGeneratedKeys("id")
        .mapTo(long.class)
        .one();
  }

  static Optional<Member> find(Handle handle, StateTable states, long id) {
    return handle
        .createQuery(
            "SELECT run_members.*, lease_until <= %s AS lapsed FROM run_members WHERE id = ?"
                .formatted(states.clock()))
        .bind(0, id)
        .map((row, _) ->
            new Member(
                row.getLong("id"),
                row.getString("name"),
                new RunOwner(
                    row.getString("host"),
                    row.getLong("process"),
                    Columns.time(row.getLong("process_started"))),
                row.getBoolean("lapsed"),
                row.getLong("writes")))
        .findFirst();
  }

  /// Notes that it wrote a group, which is a sign of life.
  static void wrote(Handle handle, StateTable states, long id, long writes, Duration lease) {
    handle.execute(
        "UPDATE run_members SET writes = ?, lease_until = %s + ? WHERE id = ?"
            .formatted(states.clock()),
        writes,
        lease.toMillis(),
        id);
  }

  /// Renews its lease; says whether somebody asked the run to stop.
  ///
  /// @throws RunStoreException.LostOwnership if it was removed, or if the run has another owner
  public static boolean renew(Handle handle, StateTable states, EventGroup.Right right) {
    boolean asked = states.cancelRequested(handle, right.run(), right.name(), right.token());
    int known =
        handle.execute(
            "UPDATE run_members SET lease_until = %s + ? WHERE id = ?".formatted(states.clock()),
            right.lease().toMillis(),
            right.member());
    if (known == 0) {
      throw gone(right.name());
    }
    return asked;
  }

  /// What a member is told that was removed.
  public static RunStoreException.LostOwnership gone(RunName run) {
    return new RunStoreException.LostOwnership(
        "This process gave no sign of life for too long and works on run '%s' no more."
            .formatted(run));
  }

  /// Takes the right to write from one.
  public static void remove(Handle handle, long id) {
    handle.execute("DELETE FROM run_members WHERE id = ?", id);
  }

  /// Takes it from all of a run.
  static void removeAll(Handle handle, long run) {
    handle.execute("DELETE FROM run_members WHERE run_id = ?", run);
  }
}
