package io.promptflow4j.core.run.table.deployment;

import io.promptflow4j.core.deployment.traffic.CanaryPair;
import io.promptflow4j.core.deployment.traffic.Feedback;
import io.promptflow4j.core.deployment.traffic.LogLine;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.table.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// What went through endpoints, in the database of the runs.
public record StoredTraffic(Database database) implements ServedTraffic {

  @Override
  public void keep(List<ServedRequest> requests) {
    if (requests.isEmpty()) {
      return;
    }
    boolean _ =
        database.write(handle -> {
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
          return true;
        });
  }

  @Override
  public Stream<ServedRequest> requests(Choice choice) {
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
    return database.stream(handle -> {
      var query =
          handle.createQuery(
              "SELECT * FROM served_requests WHERE %s ORDER BY id".formatted(conditions));
      for (int i = 0; i < values.size(); i++) {
        query.bind(i, values.get(i));
      }
      return query.map((row, _) -> request(row)).stream();
    });
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

  @Override
  public void keep(Feedback feedback) {
    int _ =
        database.<Integer>write(handle ->
            handle.execute(
                "INSERT INTO served_feedback (endpoint, request, trace, said_at, said)"
                    + " VALUES (?, ?, ?, ?, ?)",
                feedback.endpoint(),
                feedback.request().orElse(null),
                feedback.trace().orElse(null),
                Columns.time(feedback.when()),
                Columns.json(feedback.said())));
  }

  @Override
  public List<Feedback> feedback(String endpoint) {
    return database.read(handle ->
        handle
            .createQuery("SELECT * FROM served_feedback WHERE endpoint = ? ORDER BY id")
            .bind(0, endpoint)
            .map((row, _) ->
                new Feedback(
                    row.getString("endpoint"),
                    Optional.ofNullable(row.getString("request")),
                    Optional.ofNullable(row.getString("trace")),
                    Columns.time(row.getLong("said_at")),
                    Columns.mapping(row.getString("said"))))
            .list());
  }

  @Override
  public void log(List<LogLine> lines) {
    if (lines.isEmpty()) {
      return;
    }
    boolean _ =
        database.write(handle -> {
          for (LogLine line : lines) {
            handle.execute(
                "INSERT INTO endpoint_log (endpoint, deployment, logged, line)"
                    + " VALUES (?, ?, ?, ?)",
                line.endpoint(),
                line.deployment().orElse(null),
                Columns.time(line.when()),
                Columns.text(line.text()));
          }
          return true;
        });
  }

  @Override
  public List<LogLine> log(String endpoint, Optional<String> deployment, long after, int most) {
    return database
        .read(handle ->
            handle
                .createQuery(
                    "SELECT * FROM endpoint_log WHERE endpoint = ? AND id > ?%s ORDER BY id DESC LIMIT ?"
                        .formatted(deployment.isPresent() ? " AND deployment = ?" : ""))
                .bind(0, endpoint)
                .bind(1, after)
                .bind(2, deployment.<Object>map(name -> name).orElse(most))
                .bind(deployment.isPresent() ? 3 : 2, most)
                .map((row, _) -> line(row))
                .list())
        .reversed();
  }

  private static LogLine line(ResultSet row) throws SQLException {
    return new LogLine(
        row.getLong("id"),
        row.getString("endpoint"),
        Optional.ofNullable(row.getString("deployment")),
        Columns.time(row.getLong("logged")),
        row.getString("line"));
  }

  @Override
  public void keep(CanaryPair pair) {
    int _ =
        database.<Integer>write(handle ->
            handle.execute(
                "INSERT INTO canary_pairs (endpoint, begun, baseline_request, baseline_score,"
                    + " candidate_request, candidate_score) VALUES (?, ?, ?, ?, ?, ?)",
                pair.endpoint(),
                Columns.time(pair.begun()),
                Columns.text(pair.baselineRequest()),
                pair.baseline(),
                Columns.text(pair.candidateRequest()),
                pair.candidate()));
  }

  @Override
  public List<CanaryPair> pairs(String endpoint, Instant begun, long after) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT * FROM canary_pairs WHERE endpoint = ? AND begun = ? AND id > ?"
                    + " ORDER BY id")
            .bind(0, endpoint)
            .bind(1, Columns.time(begun))
            .bind(2, after)
            .map((row, _) ->
                new CanaryPair(
                    row.getLong("id"),
                    row.getString("endpoint"),
                    Columns.time(row.getLong("begun")),
                    row.getString("baseline_request"),
                    row.getDouble("baseline_score"),
                    row.getString("candidate_request"),
                    row.getDouble("candidate_score")))
            .list());
  }

  @Override
  public int forget(String endpoint, Instant before) {
    return database.write(handle -> forget(handle, endpoint, Columns.time(before)));
  }

  private static int forget(Handle handle, String endpoint, long before) {
    handle.execute(
        "DELETE FROM served_feedback WHERE endpoint = ? AND said_at < ?", endpoint, before);
    handle.execute("DELETE FROM endpoint_log WHERE endpoint = ? AND logged < ?", endpoint, before);
    return handle.execute(
        "DELETE FROM served_requests WHERE endpoint = ? AND begun < ?", endpoint, before);
  }
}
