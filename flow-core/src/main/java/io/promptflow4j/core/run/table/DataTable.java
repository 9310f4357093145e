package io.promptflow4j.core.run.table;

import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.dataset.catalog.NamedData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Named data sets, a row for each version.
public final class DataTable {

  private DataTable() {}

  public static Optional<NamedData> find(Handle handle, DataReference reference) {
    if (reference.version().isEmpty()) {
      return versions(handle, reference.name(), 1).stream().findFirst();
    }
    return handle
        .createQuery("SELECT * FROM data_sets WHERE name = ? AND version = ?")
        .bind(0, reference.name())
        .bind(1, reference.version().getAsInt())
        .map((row, _) -> data(row))
        .findFirst();
  }

  /// The newest version of each, by name.
  public static List<NamedData> newest(Handle handle) {
    return handle
        .createQuery(
            "SELECT * FROM data_sets d WHERE version ="
                + " (SELECT max(version) FROM data_sets WHERE name = d.name)")
        .map((row, _) -> data(row))
        .list()
        .stream()
        .sorted(Comparator.comparing(NamedData::name))
        .toList();
  }

  /// At most `most` versions, the newest first.
  public static List<NamedData> versions(Handle handle, String name, int most) {
    return handle
        .createQuery("SELECT * FROM data_sets WHERE name = ? ORDER BY version DESC LIMIT ?")
        .bind(0, name)
        .bind(1, most)
        .map((row, _) -> data(row))
        .list();
  }

  /// Adds a version; false if it is there already.
  public static boolean add(Handle handle, NamedData data) {
    return handle.execute(
            "INSERT INTO data_sets"
                + " (name, version, path, digest, row_count, tags, description, created)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            data.name(),
            data.version(),
            Columns.text(data.path()),
            data.digest(),
            data.rows(),
            PlanText.write(data.tags()),
            Columns.text(data.description()),
            Columns.time(data.created()))
        > 0;
  }

  private static NamedData data(ResultSet row) throws SQLException {
    return new NamedData(
        row.getString("name"),
        row.getInt("version"),
        row.getString("path"),
        row.getString("digest"),
        row.getLong("row_count"),
        PlanText.readTexts(row.getString("tags")),
        row.getString("description"),
        Columns.time(row.getLong("created")));
  }
}
