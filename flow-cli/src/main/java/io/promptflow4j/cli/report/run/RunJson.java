package io.promptflow4j.cli.report.run;

import io.promptflow4j.core.model.cost.BillValue;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.run.RunProgress;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A run as JSON, under the names that prompt flow gives to its parts, and some more.
public final class RunJson {

  private RunJson() {}

  public static Value.Mapping of(Run run) {
    var fields =
        new Fields()
            .put("name", run.name().value())
            .put("created_on", time(run.created()))
            .put("status", run.status().label())
            .put("display_name", run.labels().displayName())
            .put("description", run.labels().description())
            .put("tags", texts(run.labels().tags()))
            .put("properties", properties(run))
            .put("flow_name", flowName(run.plan().flow()))
            .put("data", run.plan().data())
            .put("output", output(run))
            .put("start_time", run.started().map(RunJson::time))
            .put("end_time", run.ended().map(RunJson::time))
            .put("is_archived", Value.of(run.archived()));
    run.plan().over().ifPresent(over -> fields.put("run", over.value()));
    run.parent().ifPresent(parent -> fields.put("parent_run", parent.value()));
    run.progress().error().ifPresent(error -> fields.put("error", error(run, error)));
    return fields.end();
  }

  /// The same of a run that is not over although nobody works on it: with `abandoned: true`.
  public static Value.Mapping ofAbandoned(Run run) {
    var fields = new LinkedHashMap<>(of(run).entries());
    fields.put("abandoned", Value.of(true));
    return new Value.Mapping(fields);
  }

  /// Where the outputs lie, once the run has been exported.
  private static Optional<String> output(Run run) {
    return Optional.ofNullable(run.labels().properties().get("output_path"))
        .map(folder -> Path.of(folder).resolve("flow_outputs").toString());
  }

  private static Value error(Run run, String message) {
    String code =
        switch (run.status()) {
          case COMPLETED -> run.progress().failed() > 0 ? "rows-failed" : "aggregation-failed";
          case CANCELED -> "run-canceled";
          case FAILED, NOT_STARTED, RUNNING -> "run-failed";
        };
    return new Fields().put("code", code).put("message", message).end();
  }

  private static Value.Mapping properties(Run run) {
    RunPlan plan = run.plan();
    var fields = new Fields().put("flow_path", plan.flow());
    if (!plan.variants().isEmpty()) {
      fields.put("node_variant", variants(plan.variants()));
    }
    if (!plan.columnMapping().entries().isEmpty()) {
      fields.put("column_mapping", plan.columnMapping());
    }
    run.resumedFrom().ifPresent(from -> fields.put("resume_from", from.value()));
    fields.put("system_metrics", metrics(run));
    run.labels().properties().forEach(fields::put);
    how(plan, fields);
    pinned(run.pinned(), fields);
    return fields.end();
  }

  private static String variants(Map<String, String> chosen) {
    return new TreeMap<>(chosen)
        .entrySet().stream()
            .map(one -> "${%s.%s}".formatted(one.getKey(), one.getValue()))
            .reduce((first, second) -> first + " " + second)
            .orElse("");
  }

  /// What was used and how far it is, under prompt flow's names.
  private static Value.Mapping metrics(Run run) {
    RunProgress progress = run.progress();
    var fields =
        new Fields()
            .put("total_tokens", progress.usage().total())
            .put("prompt_tokens", progress.usage().prompt())
            .put("completion_tokens", progress.usage().completion())
            .put("duration", duration(run).<Value>map(Value::of).orElse(Value.Null.NULL))
            .put("__pf__.lines.completed", progress.completed())
            .put("__pf__.lines.failed", progress.failed());
    progress.rows().ifPresent(rows -> fields.put("lines", rows));
    fields
        .put("model_calls", progress.calls())
        .put("recalled_calls", progress.recalled())
        .put("repeated_calls", progress.inDoubt())
        .put("cost", BillValue.of(progress.bill()))
        .put("cached_calls", progress.saved().calls())
        .put("saved", progress.saved().toValue());
    return fields.end();
  }

  private static Optional<Double> duration(Run run) {
    return run.started()
        .filter(_ -> run.ended().isPresent())
        .map(_ -> run.worked().toMillis() / 1e3);
  }

  private static void how(RunPlan plan, Fields fields) {
    fields
        .put("concurrency", plan.concurrency())
        .put("repeats", plan.repeats())
        .put("on_error", plan.onError() == RunPlan.OnError.FAIL ? "fail" : "skip");
    plan.model().ifPresent(model -> fields.put("model", model));
    if (!plan.connections().isEmpty()) {
      fields.put("connections", connections(plan.connections()));
    }
    if (!plan.environment().isEmpty()) {
      fields.put("environment_variables", texts(plan.environment()));
    }
    if (!plan.settings().entries().isEmpty()) {
      fields.put("settings", plan.settings());
    }
  }

  private static Value connections(Map<String, Map<String, String>> connections) {
    var nodes = new Fields();
    new TreeMap<>(connections)
        .forEach((node, fields) -> nodes.put(node, texts(new TreeMap<>(fields))));
    return nodes.end();
  }

  private static void pinned(Run.Pinned pinned, Fields fields) {
    fields.put("flow_digest", pinned.flow().hex());
    pinned.data().map(Digest::hex).ifPresent(digest -> fields.put("data_digest", digest));
    pinned
        .gitCommit()
        .ifPresent(
            commit -> fields.put("git_commit", commit + (pinned.gitDirty() ? " (changed)" : "")));
    fields.put("engine", pinned.engine()).put("machine", pinned.machine());
  }

  /// The name of the flow's folder.
  public static String flowName(String flow) {
    if (flow.startsWith("builtin:")) {
      return flow;
    }
    Path path = Path.of(flow);
    Path name = path.getFileName();
    boolean isFile = name != null && name.toString().matches("(?i).*\\.ya?ml");
    Path folder = isFile ? path.getParent() : path;
    Path last = folder == null ? null : folder.getFileName();
    return last == null ? flow : last.toString();
  }

  private static Value texts(Map<String, String> entries) {
    var texts = new LinkedHashMap<String, Value>();
    entries.forEach((name, text) -> texts.put(name, Value.of(text)));
    return new Value.Mapping(texts);
  }

  private static String time(Instant instant) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(ZoneId.systemDefault()));
  }
}
