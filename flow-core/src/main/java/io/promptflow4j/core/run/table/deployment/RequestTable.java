package io.promptflow4j.core.run.table.deployment;

import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Amount;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Choice;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Forgetting;
import io.promptflow4j.core.run.table.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// The requests that were kept.
final class RequestTable {

  private RequestTable() {}

  static void keep(Handle handle, List<ServedRequest> requests) {
    var batch =
        handle.prepareBatch(
            "INSERT INTO served_requests (request, endpoint, deployment, role, version,"
                + " begun, took, code, tokens, inputs, outputs, trace)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (ServedRequest one : requests) {
      batch
          .bind(0, Columns.text(one.id()))
          .bind(1, one.endpoint())
          .bind(2, one.deployment())
          .bind(3, one.role().name())
          .bind(4, Columns.digest(one.version()))
          .bind(5, Columns.time(one.begun()))
          .bind(6, one.took().toNanos())
          .bind(7, one.code().orElse(null))
          .bind(8, one.tokens())
          .bind(9, Columns.json(one.inputs()))
          .bind(10, Columns.json(one.outputs()))
          .bind(11, one.trace().orElse(null))
          .add();
    }
    batch.execute();
  }

  /// In the order in which they were kept.
  static Stream<ServedRequest> requests(Handle handle, Choice choice) {
    return query(handle, choice, "ORDER BY id").map((row, _) -> request(row)).stream();
  }

  static List<ServedRequest> newest(Handle handle, Choice choice, int most) {
    return query(handle, choice, "ORDER BY id DESC LIMIT " + Math.max(0, most))
        .map((row, _) -> request(row))
        .list();
  }

  private static Query query(Handle handle, Choice choice, String end) {
    var conditions = new StringBuilder("endpoint = ?");
    var values = new ArrayList<Object>(List.of(choice.endpoint()));
    choice
        .deployment()
        .ifPresent(name -> {
          conditions.append(" AND deployment = ?");
          values.add(name);
        });
    choice
        .role()
        .ifPresent(role -> {
          conditions.append(" AND role = ?");
          values.add(role.name());
        });
    choice
        .since()
        .ifPresent(moment -> {
          conditions.append(" AND begun >= ?");
          values.add(Columns.time(moment));
        });
    if (choice.completedOnly()) {
      conditions.append(" AND code IS NULL");
    }
    Query query =
        handle.createQuery("SELECT * FROM served_requests WHERE %s %s".formatted(conditions, end));
    for (int i = 0; i < values.size(); i++) {
      query.bind(i, values.get(i));
    }
    return query;
  }

  static List<ServedRequest> named(Handle handle, String endpoint, String id) {
    return handle
        .createQuery(
            "SELECT * FROM served_requests WHERE endpoint = ? AND request = ? ORDER BY id DESC")
        .bind(0, endpoint)
        .bind(1, Columns.text(id))
        .map((row, _) -> request(row))
        .list();
  }

  static Amount amount(Handle handle, String endpoint) {
    long feedback =
        handle
            .createQuery("SELECT count(*) FROM served_feedback WHERE endpoint = ?")
            .bind(0, endpoint)
            .mapTo(Long.class)
            .one();
    return handle
        .createQuery("SELECT count(*), min(begun) FROM served_requests WHERE endpoint = ?")
        .bind(0, endpoint)
        .map((row, _) -> {
          long oldest = row.getLong(2);
          return new Amount(
              row.getLong(1),
              feedback,
              row.wasNull() ? Optional.empty() : Optional.of(Columns.time(oldest)));
        })
        .one();
  }

  private static ServedRequest request(ResultSet row) throws SQLException {
    return new ServedRequest(
        row.getString("request"),
        row.getString("endpoint"),
        row.getString("deployment"),
        ServedRequest.Role.valueOf(row.getString("role")),
        Columns.digest(row.getBytes("version")),
        Columns.time(row.getLong("begun")),
        Duration.ofNanos(row.getLong("took")),
        Optional.ofNullable(row.getString("code")),
        row.getLong("tokens"),
        Columns.mapping(row.getString("inputs")),
        Columns.mapping(row.getString("outputs")),
        Optional.ofNullable(row.getString("trace")));
  }

  /// How many requests are gone.
  static int forget(Handle handle, String endpoint, Forgetting what) {
    int old = what.before().map(moment -> old(handle, endpoint, Columns.time(moment))).orElse(0);
    int tooMany = what.stay().isPresent() ? allBut(handle, endpoint, what.stay().getAsInt()) : 0;
    return old + tooMany;
  }

  private static int old(Handle handle, String endpoint, long before) {
    for (String table :
        List.of(
            "served_feedback WHERE said_at",
            "endpoint_log WHERE logged",
            "live_scores WHERE scored_at")) {
      handle.execute("DELETE FROM %s < ? AND endpoint = ?".formatted(table), before, endpoint);
    }
    return handle.execute(
        "DELETE FROM served_requests WHERE begun < ? AND endpoint = ?", before, endpoint);
  }

  private static int allBut(Handle handle, String endpoint, int stay) {
    return handle.execute(
        "DELETE FROM served_requests WHERE endpoint = ? AND id <= (SELECT id FROM served_requests"
            + " WHERE endpoint = ? ORDER BY id DESC LIMIT 1 OFFSET ?)",
        endpoint,
        endpoint,
        stay);
  }
}
