package io.promptflow4j.core.run.table.registry;

import io.promptflow4j.core.model.registry.RegistryChange;
import io.promptflow4j.core.model.registry.RegistryEntry;
import io.promptflow4j.core.model.registry.RegistryReference;
import io.promptflow4j.core.run.table.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Registered models, a row for each version, and a row for each change.
public final class RegistryTable {

  private RegistryTable() {}

  public static Optional<RegistryEntry> find(Handle handle, RegistryReference reference) {
    if (reference.version().isPresent()) {
      return handle
          .createQuery("SELECT entry FROM registry_entries WHERE name = ? AND version = ?")
          .bind(0, reference.name())
          .bind(1, reference.version().getAsInt())
          .map((row, _) -> EntryText.read(row.getString(1)))
          .findFirst();
    }
    return versions(handle, reference.name()).stream()
        .filter(entry -> !entry.labels().archived())
        .filter(entry ->
            reference.stage().isEmpty() || reference.stage().get() == entry.labels().stage())
        .findFirst();
  }

  public static List<String> names(Handle handle) {
    return handle
        .createQuery("SELECT DISTINCT name FROM registry_entries")
        .mapTo(String.class)
        .list()
        .stream()
        .sorted()
        .toList();
  }

  /// The newest first.
  public static List<RegistryEntry> versions(Handle handle, String name) {
    return handle
        .createQuery("SELECT entry FROM registry_entries WHERE name = ? ORDER BY version DESC")
        .bind(0, name)
        .map((row, _) -> EntryText.read(row.getString(1)))
        .list();
  }

  /// The number of the next version; those of deleted versions are not given again.
  public static int nextVersion(Handle handle, String name) {
    return handle
            .createQuery("SELECT coalesce(max(version), 0) FROM registry_changes WHERE name = ?")
            .bind(0, name)
            .mapTo(Integer.class)
            .one()
        + 1;
  }

  /// Adds a version; false if it is there already.
  public static boolean add(Handle handle, RegistryEntry entry) {
    return handle.execute(
            "INSERT INTO registry_entries (name, version, entry) VALUES (?, ?, ?)"
                + " ON CONFLICT DO NOTHING",
            entry.name(),
            entry.version(),
            EntryText.write(entry))
        > 0;
  }

  /// Replaces a version if it is still as it was; false if somebody else has changed it.
  public static boolean replace(Handle handle, RegistryEntry before, RegistryEntry after) {
    return handle.execute(
            "UPDATE registry_entries SET entry = ? WHERE name = ? AND version = ? AND entry = ?",
            EntryText.write(after),
            before.name(),
            before.version(),
            EntryText.write(before))
        > 0;
  }

  /// Removes a version if it is still as it was; false if somebody else has changed it.
  public static boolean remove(Handle handle, RegistryEntry before) {
    return handle.execute(
            "DELETE FROM registry_entries WHERE name = ? AND version = ? AND entry = ?",
            before.name(),
            before.version(),
            EntryText.write(before))
        > 0;
  }

  public static void record(Handle handle, RegistryChange change) {
    handle.execute(
        "INSERT INTO registry_changes (name, version, changed, who, what, before, after)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        change.name(),
        change.version(),
        Columns.time(change.when()),
        Columns.text(change.who()),
        change.what().name(),
        text(change.before()),
        text(change.after()));
  }

  private static @Nullable String text(Optional<RegistryEntry> entry) {
    return entry.map(EntryText::write).orElse(null);
  }

  /// The newest first.
  public static List<RegistryChange> history(Handle handle, String name) {
    return handle
        .createQuery("SELECT * FROM registry_changes WHERE name = ? ORDER BY id DESC")
        .bind(0, name)
        .map((row, _) -> change(row))
        .list();
  }

  private static RegistryChange change(ResultSet row) throws SQLException {
    return new RegistryChange(
        Columns.time(row.getLong("changed")),
        row.getString("who"),
        RegistryChange.What.valueOf(row.getString("what")),
        row.getString("name"),
        row.getInt("version"),
        Optional.ofNullable(row.getString("before")).map(EntryText::read),
        Optional.ofNullable(row.getString("after")).map(EntryText::read));
  }
}
