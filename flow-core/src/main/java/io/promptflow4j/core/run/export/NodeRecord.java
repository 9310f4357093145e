package io.promptflow4j.core.run.export;

import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.stream.Collectors;

/// What one node came to, in prompt flow's form.
///
/// @param node as in a row's detail: status, output, error, logs
/// @param span its trace; empty if it did not begin
record NodeRecord(RunName run, String name, Value.Mapping node, Value.Mapping span) {

  /// The span of the node `name` among the children of `trace`.
  static Value.Mapping span(Value.Mapping trace, String name) {
    return CallRecords.children(trace).stream()
        .filter(child -> Entries.text(child, "name").equals(name))
        .findFirst()
        .orElse(Value.Mapping.EMPTY);
  }

  /// For a row.
  Value.Mapping ofRow(long number) {
    return record(
        Value.of(number), "%s_%s_%d".formatted(run, name, number), "%s_%d".formatted(run, number));
  }

  /// For the aggregation over all rows.
  Value.Mapping ofAggregation() {
    return record(Value.Null.NULL, "%s_%s_reduce".formatted(run, name), run.value());
  }

  private Value.Mapping record(Value number, String id, String parent) {
    String start = Entries.text(span, "start_time");
    String end = Entries.text(span, "end_time");
    Value.Mapping info =
        new Entries()
            .put("node", name)
            .put("flow_run_id", run.value())
            .put("run_id", id)
            .put("status", status())
            .put("inputs", Entries.value(span, "inputs"))
            .put("output", Entries.value(node, "output"))
            .putNull("metrics")
            .put("error", error())
            .put("parent_run_id", parent)
            .put("start_time", time(start))
            .put("end_time", time(end))
            .put("index", number)
            .put("api_calls", calls())
            .put("variant_id", "")
            .putNull("cached_run_id")
            .putNull("cached_flow_run_id")
            .put("logs", new Entries().put("stdout", logs()).put("stderr", "").end())
            .put("system_metrics", CallRecords.metrics(span))
            .putNull("result")
            .end();
    return new Entries()
        .put("NodeName", name)
        .put("line_number", number)
        .put("run_info", info)
        .put("start_time", time(RowRecords.withoutZone(start)))
        .put("end_time", time(RowRecords.withoutZone(end)))
        .put("status", status())
        .end();
  }

  private String status() {
    return Entries.text(node, "status");
  }

  private static Value time(String text) {
    return text.isEmpty() ? Value.Null.NULL : Value.of(text);
  }

  private Value calls() {
    return span.entries().isEmpty()
        ? Value.of(List.of())
        : Value.of(List.of(CallRecords.of(span, name)));
  }

  private Value error() {
    return node.get("error") instanceof Value.Mapping error
        ? ErrorRecord.of(Entries.text(error, "code"), Entries.text(error, "message"))
        : Value.Null.NULL;
  }

  private String logs() {
    return node.get("logs") instanceof Value.Sequence(var lines)
        ? lines.stream()
            .map(line -> line instanceof Value.Text(var text) ? text : "")
            .collect(Collectors.joining("\n"))
        : "";
  }
}
