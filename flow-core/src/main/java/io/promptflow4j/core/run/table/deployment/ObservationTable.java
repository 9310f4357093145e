package io.promptflow4j.core.run.table.deployment;

import io.promptflow4j.core.deployment.traffic.LiveDrift;
import io.promptflow4j.core.deployment.traffic.LiveScore;
import io.promptflow4j.core.run.table.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What was seen of live answers: scores of evaluators, drift of fields.
final class ObservationTable {

  private ObservationTable() {}

  static void keepScores(Handle handle, List<LiveScore> scores) {
    var batch =
        handle.prepareBatch(
            "INSERT INTO live_scores (endpoint, deployment, version, request, scored_at,"
                + " evaluator, score, points, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (LiveScore one : scores) {
      batch
          .bind(0, one.endpoint())
          .bind(1, one.deployment())
          .bind(2, Columns.digest(one.version()))
          .bind(3, Columns.text(one.request()))
          .bind(4, Columns.time(one.when()))
          .bind(5, Columns.text(one.evaluator()))
          .bind(6, Columns.text(one.score()))
          .bind(7, points(one))
          .bind(8, one.why().map(Columns::text).orElse(null))
          .add();
    }
    batch.execute();
  }

  private static @Nullable Double points(LiveScore one) {
    return one.points().isPresent() ? one.points().getAsDouble() : null;
  }

  static List<LiveScore> scores(Handle handle, String endpoint, String deployment, int most) {
    return handle
        .createQuery(
            "SELECT * FROM (SELECT live_scores.*, row_number() OVER (PARTITION BY evaluator, score"
                + " ORDER BY id DESC) AS place FROM live_scores WHERE endpoint = ? AND"
                + " deployment = ?) AS newest WHERE place <= ? ORDER BY id DESC")
        .bind(0, endpoint)
        .bind(1, deployment)
        .bind(2, most)
        .map((row, _) -> score(row))
        .list();
  }

  private static LiveScore score(ResultSet row) throws SQLException {
    double points = row.getDouble("points");
    boolean isScored = !row.wasNull();
    return new LiveScore(
        row.getString("endpoint"),
        row.getString("deployment"),
        Columns.digest(row.getBytes("version")),
        row.getString("request"),
        Columns.time(row.getLong("scored_at")),
        row.getString("evaluator"),
        row.getString("score"),
        isScored ? OptionalDouble.of(points) : OptionalDouble.empty(),
        Optional.ofNullable(row.getString("why")));
  }

  static void keepDrift(Handle handle, List<LiveDrift> looks) {
    for (LiveDrift one : looks) {
      handle.execute(
          "INSERT INTO live_drift (endpoint, deployment, field, version, measured_at, answers,"
              + " distance, noise) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
              + " ON CONFLICT (endpoint, deployment, field) DO UPDATE SET"
              + " version = excluded.version, measured_at = excluded.measured_at,"
              + " answers = excluded.answers, distance = excluded.distance,"
              + " noise = excluded.noise",
          one.endpoint(),
          one.deployment(),
          Columns.text(one.field()),
          Columns.digest(one.version()),
          Columns.time(one.when()),
          one.answers(),
          one.distance(),
          one.noise());
    }
  }

  static List<LiveDrift> drift(Handle handle, String endpoint) {
    return handle
        .createQuery("SELECT * FROM live_drift WHERE endpoint = ? ORDER BY deployment, field")
        .bind(0, endpoint)
        .map((row, _) ->
            new LiveDrift(
                row.getString("endpoint"),
                row.getString("deployment"),
                row.getString("field"),
                Columns.digest(row.getBytes("version")),
                Columns.time(row.getLong("measured_at")),
                row.getLong("answers"),
                row.getDouble("distance"),
                row.getDouble("noise")))
        .list();
  }
}
