package io.promptflow4j.core.run.table.access;

import io.promptflow4j.core.run.access.AuditEntry;
import io.promptflow4j.core.run.access.AuditLog.Head;
import io.promptflow4j.core.run.access.AuditLog.Line;
import io.promptflow4j.core.run.database.Dialect;
import io.promptflow4j.core.run.table.Columns;
import io.promptflow4j.core.source.Digest;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// The lines of the audit log, and where it ends.
public final class AuditTable {

  private AuditTable() {}

  /// A line as it is in the database, whatever became of it there.
  record Row(long position, String entry, String chain) {}

  /// Adds lines within the transaction of `handle`, so that there is no change without its line.
  public static void append(Handle handle, Dialect dialect, List<AuditEntry> entries) {
    Head head = head(handle, dialect.rowLock());
    for (AuditEntry entry : entries) {
      String text = Columns.json(entry.json());
      long position = head.position() + 1;
      head = new Head(position, chain(head.chain().hex(), position, text));
      handle.execute(
          "INSERT INTO audit_lines (position, entry, chain) VALUES (?, ?, ?)",
          position,
          text,
          head.chain().hex());
    }
    handle.execute(
        "UPDATE audit_head SET position = ?, chain = ? WHERE id = 1",
        head.position(),
        head.chain().hex());
  }

  /// The chain of a line.
  static Digest chain(String before, long position, String entry) {
    return Digest.of(before + "\n" + position + "\n" + entry);
  }

  static Head head(Handle handle, String lock) {
    return handle
        .createQuery("SELECT position, chain FROM audit_head WHERE id = 1 " + lock)
        .map((row, _) -> new Head(row.getLong(1), new Digest(row.getString(2))))
        .one();
  }

  static List<Line> list(Handle handle, long before, int most) {
    return handle
        .createQuery(
            "SELECT position, entry, chain FROM audit_lines WHERE position < ?"
                + " ORDER BY position DESC LIMIT ?")
        .bind(0, before)
        .bind(1, most)
        .map((row, _) ->
            new Line(
                row.getLong(1), Columns.mapping(row.getString(2)), new Digest(row.getString(3))))
        .list();
  }

  static Stream<Row> rows(Handle handle) {
    return handle
        .createQuery("SELECT position, entry, chain FROM audit_lines ORDER BY position")
        .map((row, _) -> new Row(row.getLong(1), row.getString(2), row.getString(3)))
        .stream();
  }
}
