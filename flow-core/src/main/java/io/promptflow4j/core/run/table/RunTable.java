package io.promptflow4j.core.run.table;

import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore.RunFilter;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/// The runs themselves.
public final class RunTable {

  private static final String SELECT =
      "SELECT * FROM runs JOIN run_states ON run_states.run_id = runs.id WHERE NOT deleted";

  private RunTable() {}

  /// Adds `run` with its state.
  public static void create(Handle handle, Run run) {
    if (id(handle, run.name()).isPresent()) {
      throw exists(run.name());
    }
    int added =
        handle
            .createUpdate(
                "INSERT INTO runs (name, display_name, description, tags, properties, experiment,"
                    + " plan, pinned, scope, parent, resumed_from, created, archived, deleted)"
                    + " VALUES (:name, :display, :description, :tags, :properties, :experiment,"
                    + " :plan, :pinned, :scope, :parent, :resumed, :created, :archived, :deleted)"
                    + " ON CONFLICT DO NOTHING")
            .bind("name", run.name().value())
            .bind("plan", PlanText.write(run.plan()))
            .bind("pinned", PlanText.write(run.pinned()))
            .bind("scope", Columns.text(run.plan().scope()))
            .bind("parent", run.parent().map(RunName::value).orElse(null))
            .bind("resumed", run.resumedFrom().map(RunName::value).orElse(null))
            .bind("created", Columns.time(run.created()))
            .bind("archived", run.archived())
            .bind("deleted", false)
            .bindMap(labels(run.labels()))
            .execute();
    if (added == 0) {
      throw exists(run.name());
    }
    StateTable.create(handle, id(handle, run.name()).orElseThrow(), run);
  }

  private static RunStoreException exists(RunName name) {
    return new RunStoreException.RunExists(
        "A run is called '%s' already. Choose another name, or delete that run first."
            .formatted(name));
  }

  private static Map<String, Object> labels(RunLabels labels) {
    var columns = new HashMap<String, Object>();
    columns.put("display", Columns.text(labels.displayName()));
    columns.put("description", Columns.text(labels.description()));
    columns.put("tags", PlanText.write(labels.tags()));
    columns.put("properties", PlanText.write(labels.properties()));
    columns.put("experiment", Columns.text(labels.experiment()));
    return columns;
  }

  /// The number under which the other tables know a run.
  public static OptionalLong id(Handle handle, RunName name) {
    return handle
        .createQuery("SELECT id FROM runs WHERE name = ? AND NOT deleted")
        .bind(0, name.value())
        .mapTo(long.class)
        .findFirst()
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  public static long mustFind(Handle handle, RunName name) {
    return id(handle, name).orElseThrow(() -> missing(name));
  }

  public static RunStoreException missing(RunName name) {
    return new RunStoreException.NoSuchRun("No run is called '%s'.".formatted(name));
  }

  public static Optional<Run> find(Handle handle, RunName name) {
    return handle
        .createQuery(SELECT + " AND name = ?")
        .bind(0, name.value())
        .map((row, _) -> run(row))
        .findFirst();
  }

  public static List<Run> list(Handle handle, RunFilter filter) {
    String archived =
        filter.archivedOnly() ? " AND archived" : filter.withArchived() ? "" : " AND NOT archived";
    String experiment = filter.experiment().isPresent() ? " AND experiment = :experiment" : "";
    String parent = filter.parent().isPresent() ? " AND parent = :parent" : "";
    var query =
        handle.createQuery(
            SELECT
                + archived
                + experiment
                + parent
                + " ORDER BY created DESC, id DESC LIMIT :most");
    filter.experiment().ifPresent(name -> query.bind("experiment", Columns.text(name)));
    filter.parent().ifPresent(name -> query.bind("parent", name.value()));
    return query.bind("most", filter.most()).map((row, _) -> run(row)).list();
  }

  private static Run run(ResultSet row) throws SQLException {
    return new Run(
        new RunName(row.getString("name")),
        new RunLabels(
            row.getString("display_name"),
            row.getString("description"),
            PlanText.readTexts(row.getString("tags")),
            PlanText.readTexts(row.getString("properties")),
            Optional.ofNullable(row.getString("experiment"))),
        PlanText.readPlan(row.getString("plan")),
        PlanText.readPinned(row.getString("pinned")),
        RunStatus.of(row.getString("status")),
        StateTable.progress(row),
        Optional.ofNullable(row.getString("parent")).map(RunName::new),
        Optional.ofNullable(row.getString("resumed_from")).map(RunName::new),
        Columns.time(row.getLong("created")),
        Columns.time(row, "started"),
        Columns.time(row, "ended"),
        row.getBoolean("archived"));
  }

  public static void relabel(Handle handle, long run, RunLabels labels) {
    handle
        .createUpdate(
            "UPDATE runs SET display_name = :display, description = :description, tags = :tags,"
                + " properties = :properties, experiment = :experiment WHERE id = :id")
        .bind("id", run)
        .bindMap(labels(labels))
        .execute();
  }

  /// Replaces one setting of the plan; what else is in it stays as it is written.
  public static void setting(Handle handle, long run, String name, Value value) {
    String plan =
        handle
            .createQuery("SELECT plan FROM runs WHERE id = ?")
            .bind(0, run)
            .mapTo(String.class)
            .one();
    handle.execute(
        "UPDATE runs SET plan = ? WHERE id = ?", PlanText.withSetting(plan, name, value), run);
  }

  public static void archive(Handle handle, long run, boolean archived) {
    handle.execute("UPDATE runs SET archived = ? WHERE id = ?", archived, run);
  }
}
