package io.promptflow4j.core.run.table;

import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.RunStore.LogEntry;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The logs of runs.
public final class LogTable {

  private LogTable() {}

  /// At most `most` lines after the position `after`, in order.
  public static List<LogEntry> read(Handle handle, long run, long after, int most) {
    return handle
        .createQuery(
            "SELECT position, time, level, text FROM run_log WHERE run_id = ? AND position > ?"
                + " ORDER BY position LIMIT ?")
        .bind(0, run)
        .bind(1, after)
        .bind(2, most)
        .map((row, _) ->
            new LogEntry(
                row.getLong(1),
                new RunEvent.Logged(
                    Columns.time(row.getLong(2)), row.getString(3), row.getString(4))))
        .list();
  }

  /// Adds lines after the `last` one.
  static void add(Handle handle, long run, long last, List<StoredEvent.Line> lines) {
    if (lines.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            "INSERT INTO run_log (run_id, position, time, level, text) VALUES (?, ?, ?, ?, ?)");
    long position = last;
    for (StoredEvent.Line line : lines) {
      batch
          .bind(0, run)
          .bind(1, ++position)
          .bind(2, line.time())
          .bind(3, line.level())
          .bind(4, line.text())
          .add();
    }
    batch.execute();
  }
}
