package io.promptflow4j.core.run.table.deployment;

import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointChange;
import io.promptflow4j.core.deployment.EndpointJson;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.run.table.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Endpoints, a row for each, and a row for each change.
final class EndpointTable {

  private EndpointTable() {}

  static long lastChange(Handle handle) {
    return handle
        .createQuery("SELECT coalesce(max(id), 0) FROM endpoint_changes")
        .mapTo(Long.class)
        .one();
  }

  static List<Endpoint> list(Handle handle) {
    return handle
        .createQuery("SELECT endpoint FROM endpoints ORDER BY name")
        .map((row, _) -> read(row.getString(1)))
        .list();
  }

  /// An endpoint and the text it is stored as, by which it is known whether it has changed.
  record Stored(String text, Endpoint endpoint) {}

  static Optional<Stored> find(Handle handle, String name) {
    return handle
        .createQuery("SELECT endpoint FROM endpoints WHERE name = ?")
        .bind(0, name)
        .map((row, _) -> new Stored(row.getString(1), read(row.getString(1))))
        .findFirst();
  }

  static boolean add(Handle handle, Endpoint endpoint) {
    return handle.execute(
            "INSERT INTO endpoints (name, endpoint) VALUES (?, ?) ON CONFLICT DO NOTHING",
            endpoint.name(),
            write(endpoint))
        > 0;
  }

  /// Replaces an endpoint if it is still as it was; false if somebody else has changed it.
  static boolean replace(Handle handle, Stored before, Endpoint after) {
    return handle.execute(
            "UPDATE endpoints SET endpoint = ? WHERE name = ? AND endpoint = ?",
            write(after),
            after.name(),
            before.text())
        > 0;
  }

  /// Removes an endpoint if it is still as it was.
  static boolean remove(Handle handle, Stored before) {
    return handle.execute(
            "DELETE FROM endpoints WHERE name = ? AND endpoint = ?",
            before.endpoint().name(),
            before.text())
        > 0;
  }

  static void record(
      Handle handle, Endpoints.Act act, Optional<Endpoint> before, Optional<Endpoint> after) {
    handle.execute(
        "INSERT INTO endpoint_changes (endpoint, changed, who, what, note, before, after)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        after.or(() -> before).orElseThrow().name(),
        Columns.time(act.when()),
        Columns.text(act.who()),
        act.what().name(),
        Columns.text(act.note()),
        text(before),
        text(after));
  }

  /// The newest first.
  static List<EndpointChange> history(Handle handle, String name, int most) {
    return handle
        .createQuery("SELECT * FROM endpoint_changes WHERE endpoint = ? ORDER BY id DESC LIMIT ?")
        .bind(0, name)
        .bind(1, most)
        .map((row, _) -> change(row))
        .list();
  }

  private static EndpointChange change(ResultSet row) throws SQLException {
    return new EndpointChange(
        row.getLong("id"),
        row.getString("endpoint"),
        Columns.time(row.getLong("changed")),
        row.getString("who"),
        EndpointChange.What.valueOf(row.getString("what")),
        row.getString("note"),
        Optional.ofNullable(row.getString("before")).map(EndpointTable::read),
        Optional.ofNullable(row.getString("after")).map(EndpointTable::read));
  }

  private static Endpoint read(String json) {
    return EndpointJson.read(Columns.mapping(json));
  }

  private static String write(Endpoint endpoint) {
    return Columns.json(EndpointJson.of(endpoint));
  }

  private static @Nullable String text(Optional<Endpoint> endpoint) {
    return endpoint.map(EndpointTable::write).orElse(null);
  }
}
