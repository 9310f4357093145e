package io.promptflow4j.core.run.table;

import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RowResult.RowError;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.picture.StoredPictures;
import io.promptflow4j.core.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// Rows that have ended, and apart from them their details, which are large and seldom read.
public final class RowTable {

  private static final int ROWS_AT_ONCE = 500;

  private static final String COLUMNS =
      "line, repeat, status, inputs, data, outputs, error, started, ended, contribution, "
          + Columns.USAGE;

  private RowTable() {}

  /// The rows of a run in order, without details.
  public static Stream<RowResult> rows(Handle handle, long run, RowFilter filter) {
    String status = filter.status().isPresent() ? " AND status = :status" : "";
    String limit = filter.most() > 0 ? " LIMIT :most" : "";
    var query =
        handle
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + " FROM run_rows WHERE run_id = :run AND line >= :from"
                    + status
                    + " ORDER BY line, repeat"
                    + limit)
            .bind("run", run)
            .bind("from", filter.from())
            .setFetchSize(ROWS_AT_ONCE);
    filter.status().ifPresent(wanted -> query.bind("status", wanted.name()));
    if (filter.most() > 0) {
      query.bind("most", filter.most());
    }
    return query.map((row, _) -> result(row, handle, Value.Mapping.EMPTY)).stream();
  }

  /// One row with its detail.
  public static Optional<RowResult> row(Handle handle, long run, RowKey key) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + ", (SELECT detail FROM row_details d WHERE d.run_id = r.run_id"
                + " AND d.line = r.line AND d.repeat = r.repeat) AS detail"
                + " FROM run_rows r WHERE run_id = ? AND line = ? AND repeat = ?")
        .bind(0, run)
        .bind(1, key.line())
        .bind(2, key.repeat())
        .map((row, _) -> result(row, handle, detail(row.getBytes("detail"), handle)))
        .findFirst();
  }

  private static Value.Mapping detail(byte @Nullable [] packed, Handle handle) {
    return packed == null ? Value.Mapping.EMPTY : mapping(new Packed(packed).unpack(), handle);
  }

  /// The data of a column, with the pictures that it names.
  private static Value.Mapping mapping(String json, Handle handle) {
    Value.Mapping value = Columns.mapping(json);
    return StoredPictures.mayNameOne(json)
        ? StoredPictures.whole(value, digest -> ContentTable.content(handle, digest))
        : value;
  }

  /// Which rows ended so, in order; an index alone answers.
  public static Stream<RowKey> ended(Handle handle, long run, RowResult.Status status) {
    return handle
        .createQuery(
            "SELECT line, repeat FROM run_rows WHERE run_id = ? AND status = ?"
                + " ORDER BY line, repeat")
        .bind(0, run)
        .bind(1, status.name())
        .setFetchSize(ROWS_AT_ONCE)
        .map((row, _) -> new RowKey(row.getLong(1), row.getInt(2)))
        .stream();
  }

  /// The rows of some lines that whoever has `token` need not run: those that are completed, and
  /// those that failed by the same right; without details.
  public static List<RowResult> settled(Handle handle, long run, long token, long from, long to) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM run_rows WHERE run_id = ? AND line BETWEEN ? AND ?"
                + " AND (status = ? OR token = ?) ORDER BY line, repeat")
        .bind(0, run)
        .bind(1, from)
        .bind(2, to)
        .bind(3, RowResult.Status.COMPLETED.name())
        .bind(4, token)
        .map((row, _) -> result(row, handle, Value.Mapping.EMPTY))
        .list();
  }

  private static RowResult result(ResultSet row, Handle handle, Value.Mapping detail)
      throws SQLException {
    return new RowResult(
        new RowKey(row.getLong("line"), row.getInt("repeat")),
        RowResult.Status.valueOf(row.getString("status")),
        mapping(row.getString("inputs"), handle),
        mapping(row.getString("data"), handle),
        mapping(row.getString("outputs"), handle),
        Optional.ofNullable(row.getString("error")).map(RowTable::readError),
        Columns.usage(row),
        Columns.time(row.getLong("started")),
        Columns.time(row.getLong("ended")),
        mapping(row.getString("contribution"), handle),
        detail);
  }

  static String write(RowError error) {
    var all = new LinkedHashMap<String, @Nullable Object>();
    all.put("code", error.code());
    all.put("message", error.message());
    all.put("node", error.node().orElse(null));
    all.put("file", error.file().orElse(null));
    all.put("line", error.line());
    return Columns.json(Value.from(all));
  }

  private static RowError readError(String json) {
    Value.Mapping all = Columns.mapping(json);
    return new RowError(
        text(all, "code").orElse(""),
        text(all, "message").orElse(""),
        text(all, "node"),
        text(all, "file"),
        all.get("line") instanceof Value.Whole whole ? whole.clampedToInt() : 0);
  }

  private static Optional<String> text(Value.Mapping all, String name) {
    return all.get(name) instanceof Value.Text(var text) ? Optional.of(text) : Optional.empty();
  }

  /// How the counters of a run change.
  record Change(long completed, long failed) {}

  /// Adds rows. One that is on record as failed is replaced, one that is completed stays.
  ///
  /// @param anyFailed whether a row of the run is on record as failed
  static Change add(
      Handle handle, EventGroup.Right right, Collection<StoredEvent.Row> rows, boolean anyFailed) {
    if (rows.isEmpty()) {
      return new Change(0, 0);
    }
    long run = right.run();
    long replaced = anyFailed ? removeFailed(handle, run, rows) : 0;
    List<StoredEvent.Row> added = insert(handle, right, rows);
    insertDetails(handle, run, added);
    long completed = added.stream().filter(StoredEvent.Row::isCompleted).count();
    return new Change(completed, added.size() - completed - replaced);
  }

  private static long removeFailed(Handle handle, long run, Collection<StoredEvent.Row> rows) {
    var batch =
        handle.prepareBatch(
            "DELETE FROM run_rows WHERE run_id = ? AND line = ? AND repeat = ? AND status = '%s'"
                .formatted(RowResult.Status.FAILED.name()));
    var details =
        handle.prepareBatch("DELETE FROM row_details WHERE run_id = ? AND line = ? AND repeat = ?");
    rows.forEach(row -> bindKey(batch, run, row).add());
    long removed = 0;
    int[] counts = batch.execute();
    int i = 0;
    for (StoredEvent.Row row : rows) {
      if (counts[i++] > 0) {
        removed++;
        bindKey(details, run, row).add();
      }
    }
    if (removed > 0) {
      details.execute();
    }
    return removed;
  }

  private static PreparedBatch bindKey(PreparedBatch batch, long run, StoredEvent.Row row) {
    return batch.bind(0, run).bind(1, row.key().line()).bind(2, row.key().repeat());
  }

  private static List<StoredEvent.Row> insert(
      Handle handle, EventGroup.Right right, Collection<StoredEvent.Row> rows) {
    var batch =
        handle.prepareBatch(
            "INSERT INTO run_rows (run_id, line, repeat, status, inputs, data, outputs, error,"
                + " started, ended, contribution, "
                + Columns.USAGE
                + ", token) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING");
    for (StoredEvent.Row row : rows) {
      bindKey(batch, right.run(), row)
          .bind(3, row.result().status().name())
          .bind(4, row.inputs())
          .bind(5, row.data())
          .bind(6, row.outputs())
          .bind(7, row.error())
          .bind(8, Columns.time(row.result().started()))
          .bind(9, Columns.time(row.result().ended()))
          .bind(10, row.contribution());
      Columns.bindUsage(batch, 11, row.result().usage());
      batch.bind(16, right.token()).add();
    }
    int[] counts = batch.execute();
    var added = new ArrayList<StoredEvent.Row>(rows.size());
    int i = 0;
    for (StoredEvent.Row row : rows) {
      if (counts[i++] > 0) {
        added.add(row);
      }
    }
    return added;
  }

  private static void insertDetails(Handle handle, long run, List<StoredEvent.Row> rows) {
    var batch =
        handle.prepareBatch(
            "INSERT INTO row_details (run_id, line, repeat, detail) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (run_id, line, repeat) DO UPDATE SET detail = excluded.detail");
    for (StoredEvent.Row row : rows) {
      row.detail().ifPresent(packed -> bindKey(batch, run, row).bind(3, packed.bytes()).add());
      row.pictures().forEach((name, bytes) -> ContentTable.artefact(handle, run, name, bytes));
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }
}
