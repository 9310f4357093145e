package io.promptflow4j.server.studio.runs;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.BillValue;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.run.RunProgress;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.studio.Workbench;
import java.util.Map;
import java.util.TreeMap;

/// Runs and rows as the studio's pages read them.
final class RunShape {

  private final Workbench bench;

  RunShape(Workbench bench) {
    this.bench = bench;
  }

  /// What a list shows of a run.
  Fields brief(Run run) {
    RunPlan plan = run.plan();
    RunProgress progress = run.progress();
    var fields =
        new Fields()
            .put("name", run.name().value())
            .put("display_name", run.labels().displayName())
            .put("description", run.labels().description())
            .put("tags", texts(run.labels().tags()))
            .put("experiment", run.labels().experiment())
            .put("status", status(run))
            .put("flow", bench.shown(plan.flow()))
            .put("data", plan.data().map(bench::shown))
            .put("variants", texts(new TreeMap<>(plan.variants())))
            .put("created", run.created().toString())
            .put("started", run.started().map(Object::toString))
            .put("ended", run.ended().map(Object::toString))
            .put("seconds", Value.of(run.worked().toMillis() / 1e3))
            .put("archived", run.archived())
            .put("parent", run.parent().map(Object::toString))
            .put("completed", progress.completed())
            .put("failed", progress.failed())
            .put("tokens", progress.usage().total())
            .put("cost", BillValue.of(progress.bill()))
            .put("metrics", progress.metrics());
    progress.rows().ifPresent(rows -> fields.put("rows", rows));
    progress.error().ifPresent(error -> fields.put("error", error));
    return fields;
  }

  /// `Abandoned` if it is not over although nobody works on it.
  private String status(Run run) {
    return run.status() == RunStatus.RUNNING && !bench.store().isOwned(run.name())
        ? "Abandoned"
        : run.status().label();
  }

  /// All there is to say of a run itself.
  Fields whole(Run run) {
    RunPlan plan = run.plan();
    RunProgress progress = run.progress();
    return brief(run)
        .put("over", plan.over().map(Object::toString))
        .put("resumed_from", run.resumedFrom().map(Object::toString))
        .put("column_mapping", plan.columnMapping())
        .put("connections", connections(plan.connections()))
        .put("environment", texts(plan.environment()))
        .put("model", plan.model())
        .put("repeats", plan.repeats())
        .put("concurrency", plan.concurrency())
        .put("on_error", plan.onError() == RunPlan.OnError.FAIL ? "fail" : "skip")
        .put("settings", plan.settings())
        .put("properties", texts(run.labels().properties()))
        .put("usage", usage(progress.usage()))
        .put("calls", progress.calls())
        .put("recalled", progress.recalled())
        .put("saved", progress.saved().toValue())
        .put("pinned", pinned(run.pinned()));
  }

  private static Value.Mapping pinned(Run.Pinned pinned) {
    return new Fields()
        .put("flow", pinned.flow().hex())
        .put("code", pinned.code().hex())
        .put("data", pinned.data().map(Digest::hex))
        .put("git_commit", pinned.gitCommit())
        .put("git_dirty", pinned.gitDirty())
        .put("engine", pinned.engine())
        .put("machine", pinned.machine())
        .end();
  }

  private static Value.Mapping connections(Map<String, Map<String, String>> connections) {
    var nodes = new Fields();
    new TreeMap<>(connections)
        .forEach((node, fields) -> nodes.put(node, texts(new TreeMap<>(fields))));
    return nodes.end();
  }

  /// A row as it stands in the table.
  static Fields row(RowResult row) {
    var fields =
        new Fields()
            .put("line", row.key().line())
            .put("repeat", row.key().repeat())
            .put("status", row.status().label())
            .put("inputs", row.inputs())
            .put("outputs", row.outputs())
            .put("usage", usage(row.usage()))
            .put("started", row.started().toString())
            .put("ms", row.ended().toEpochMilli() - row.started().toEpochMilli());
    row.error()
        .ifPresent(error ->
            fields.put(
                "error",
                new Fields()
                    .put("code", error.code())
                    .put("message", error.message())
                    .put("node", error.node())
                    .put("file", error.file())
                    .put("line", error.line())));
    return fields;
  }

  static Value.Mapping texts(Map<String, String> texts) {
    var fields = new Fields();
    texts.forEach(fields::put);
    return fields.end();
  }

  private static Value.Mapping usage(TokenUsage usage) {
    return new Fields()
        .put("total", usage.total())
        .put("prompt", usage.prompt())
        .put("completion", usage.completion())
        .end();
  }
}
