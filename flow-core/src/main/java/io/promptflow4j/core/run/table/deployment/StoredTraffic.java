package io.promptflow4j.core.run.table.deployment;

import io.promptflow4j.core.deployment.traffic.CanaryPair;
import io.promptflow4j.core.deployment.traffic.Feedback;
import io.promptflow4j.core.deployment.traffic.LiveDrift;
import io.promptflow4j.core.deployment.traffic.LiveScore;
import io.promptflow4j.core.deployment.traffic.LogLine;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedTraffic;
import io.promptflow4j.core.run.access.AuditEntry;
import io.promptflow4j.core.run.database.Database;
import io.promptflow4j.core.run.table.Columns;
import io.promptflow4j.core.run.table.access.AuditTable;
import io.promptflow4j.core.value.Fields;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What went through endpoints, in the database of the runs.
public record StoredTraffic(Database database) implements ServedTraffic {

  @Override
  public void keep(List<ServedRequest> requests) {
    if (requests.isEmpty()) {
      return;
    }
    boolean _ =
        database.write(handle -> {
          RequestTable.keep(handle, requests);
          return true;
        });
  }

  @Override
  public Stream<ServedRequest> requests(Choice choice) {
    return database.stream(handle -> RequestTable.requests(handle, choice));
  }

  @Override
  public List<ServedRequest> newest(Choice choice, int most) {
    return database.read(handle -> RequestTable.newest(handle, choice, most));
  }

  @Override
  public List<ServedRequest> named(String endpoint, String id) {
    return database.read(handle -> RequestTable.named(handle, endpoint, id));
  }

  @Override
  public Amount amount(String endpoint) {
    return database.read(handle -> RequestTable.amount(handle, endpoint));
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
  public void keepScores(List<LiveScore> scores) {
    if (!scores.isEmpty()) {
      boolean _ =
          database.write(handle -> {
            ObservationTable.keepScores(handle, scores);
            return true;
          });
    }
  }

  @Override
  public List<LiveScore> scores(String endpoint, String deployment, int most) {
    return database.read(handle -> ObservationTable.scores(handle, endpoint, deployment, most));
  }

  @Override
  public void keepDrift(List<LiveDrift> looks) {
    if (!looks.isEmpty()) {
      boolean _ =
          database.writeRepeatable(handle -> {
            ObservationTable.keepDrift(handle, looks);
            return true;
          });
    }
  }

  @Override
  public List<LiveDrift> drift(String endpoint) {
    return database.read(handle -> ObservationTable.drift(handle, endpoint));
  }

  @Override
  public int forget(String endpoint, Forgetting what) {
    return database.write(handle -> {
      int gone = RequestTable.forget(handle, endpoint, what);
      what.who()
          .map(who -> line(endpoint, what, who, gone))
          .ifPresent(line -> AuditTable.append(handle, database.dialect(), List.of(line)));
      return gone;
    });
  }

  private static AuditEntry line(String endpoint, Forgetting what, String who, int gone) {
    var detail = new Fields().put("requests", gone);
    what.before().ifPresent(moment -> detail.put("before", moment.toString()));
    what.stay().ifPresent(most -> detail.put("stay", most));
    return AuditEntry.done(
        Instant.now().truncatedTo(ChronoUnit.MICROS),
        who,
        "endpoint.forgotten",
        endpoint,
        detail.end());
  }
}
