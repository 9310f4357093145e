package io.promptflow4j.core.run.table;

import io.promptflow4j.core.run.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Removes a run in small steps, so that others can write in between.
///
/// A run that is on its way out keeps its rows for a while under a name that no run can have; what
/// a killed process left of it goes with the next run that is deleted.
public final class Removal {

  private static final long LINES_AT_ONCE = 2_000;
  private static final int PARTS_OF_CALLS = 64;

  private final Database database;

  public Removal(Database database) {
    this.database = database;
  }

  /// Takes the run out of sight; [#sweep] removes it.
  public static void hide(Handle handle, long run) {
    handle.execute(
        "UPDATE runs SET deleted = ?, name = ? WHERE id = ?", true, "~deleted~" + run, run);
  }

  /// Removes all hidden runs.
  public void sweep() {
    List<Long> hidden =
        database.read(handle ->
            handle.createQuery("SELECT id FROM runs WHERE deleted").mapTo(Long.class).list());
    hidden.forEach(this::remove);
  }

  private void remove(long run) {
    removeByLine(run, "run_rows");
    removeByLine(run, "row_details");
    removeCalls(run);
    database.writeRepeatable(handle -> {
      removeContents(handle, run);
      for (String table : List.of("run_log", "claims", "run_members", "run_states")) {
        handle.execute("DELETE FROM %s WHERE run_id = ?".formatted(table), run);
      }
      return handle.execute("DELETE FROM runs WHERE id = ?", run);
    });
  }

  private void removeByLine(long run, String table) {
    long from = 0;
    while (true) {
      long start = from;
      Optional<Long> next =
          database.read(handle ->
              handle
                  .createQuery(
                      "SELECT min(line) AS first FROM %s WHERE run_id = ? AND line >= ?"
                          .formatted(table))
                  .bind(0, run)
                  .bind(1, start)
                  .map((row, _) -> Columns.number(row, "first"))
                  .one());
      if (next.isEmpty()) {
        return;
      }
      from = next.get() + LINES_AT_ONCE;
      long end = from;
      database.writeRepeatable(handle ->
          handle.execute(
              "DELETE FROM %s WHERE run_id = ? AND line < ?".formatted(table), run, end));
    }
  }

  /// Calls go with the last run of their scope.
  private void removeCalls(long run) {
    Optional<Long> scope =
        database.read(handle ->
            handle
                .createQuery(
                    "SELECT scopes.id FROM scopes JOIN runs ON runs.scope = scopes.name"
                        + " WHERE runs.id = ? AND NOT EXISTS (SELECT 1 FROM runs other"
                        + " WHERE other.scope = runs.scope AND other.id <> runs.id)")
                .bind(0, run)
                .mapTo(Long.class)
                .findFirst());
    scope.ifPresent(this::removeScope);
  }

  private void removeScope(long scope) {
    for (int part = 1; part < PARTS_OF_CALLS; part++) {
      byte[] end = {(byte) (part * 256 / PARTS_OF_CALLS)};
      database.writeRepeatable(handle ->
          handle.execute("DELETE FROM calls WHERE scope_id = ? AND digest < ?", scope, end));
    }
    database.writeRepeatable(
        handle -> handle.execute("DELETE FROM calls WHERE scope_id = ?", scope));
  }

  private static void removeContents(Handle handle, long run) {
    var digests = new ArrayList<byte[]>();
    for (String table : List.of("snapshot_files", "artefacts")) {
      digests.addAll(
          handle
              .createQuery("SELECT DISTINCT digest FROM %s WHERE run_id = ?".formatted(table))
              .bind(0, run)
              .map((row, _) -> row.getBytes(1))
              .list());
      handle.execute("DELETE FROM %s WHERE run_id = ?".formatted(table), run);
    }
    for (byte[] digest : digests) {
      handle.execute(
          "DELETE FROM contents WHERE digest = ?"
              + " AND NOT EXISTS (SELECT 1 FROM snapshot_files WHERE digest = contents.digest)"
              + " AND NOT EXISTS (SELECT 1 FROM artefacts WHERE digest = contents.digest)"
              + " AND NOT EXISTS"
              + " (SELECT 1 FROM flow_version_files WHERE digest = contents.digest)",
          digest);
    }
  }
}
