package io.promptflow4j.core.run.table.access;

import io.promptflow4j.core.run.access.AccessKey;
import io.promptflow4j.core.run.table.Columns;
import io.promptflow4j.core.source.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Keys, a row for each.
final class KeyTable {

  private static final String SELECT =
      "SELECT id, digest, entry, created, revoked, last_used FROM access_keys ";

  private KeyTable() {}

  static void add(Handle handle, AccessKey key) {
    handle.execute(
        "INSERT INTO access_keys (id, digest, entry, created) VALUES (?, ?, ?, ?)",
        key.id(),
        key.digest().hex(),
        GrantText.write(key.grant(), key.createdBy()),
        Columns.time(key.created()));
  }

  static List<AccessKey> list(Handle handle) {
    return handle
        .createQuery(SELECT + "ORDER BY created DESC, id")
        .map((row, _) -> key(row))
        .list();
  }

  private static AccessKey key(ResultSet row) throws SQLException {
    String entry = row.getString("entry");
    return new AccessKey(
        row.getString("id"),
        new Digest(row.getString("digest")),
        GrantText.read(entry),
        GrantText.createdBy(entry),
        Columns.time(row.getLong("created")),
        Columns.time(row, "revoked"),
        Columns.time(row, "last_used"));
  }

  /// Ends a key; false if it ends earlier already, or is not there.
  static boolean revoke(Handle handle, String id, Instant when) {
    return handle.execute(
            "UPDATE access_keys SET revoked = ? WHERE id = ? AND (revoked IS NULL OR revoked > ?)",
            Columns.time(when),
            id,
            Columns.time(when))
        > 0;
  }

  static void used(Handle handle, String id, Instant when) {
    handle.execute(
        "UPDATE access_keys SET last_used = ?"
            + " WHERE id = ? AND (last_used IS NULL OR last_used < ?)",
        Columns.time(when),
        id,
        Columns.time(when));
  }
}
