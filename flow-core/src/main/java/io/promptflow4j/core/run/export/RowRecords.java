package io.promptflow4j.core.run.export;

import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The records of one row in prompt flow's form.
final class RowRecords {

  private final RunName run;
  private final RowResult row;
  private final long number;

  /// @param number its line number, which no other row of the run has
  RowRecords(RunName run, RowResult row, long number) {
    this.run = run;
    this.row = row;
    this.number = number;
  }

  /// A line of `flow_artifacts`.
  Value.Mapping line() {
    return new Entries()
        .put("line_number", number)
        .put("run_info", info())
        .put("start_time", withoutZone(row.started().toString()))
        .put("end_time", withoutZone(row.ended().toString()))
        .put("name", "")
        .put("description", "")
        .put("status", row.status().label())
        .putNull("tags")
        .end();
  }

  /// The record of the row as a run of the flow.
  Value.Mapping info() {
    Value.Mapping trace = Entries.mapping(row.detail(), "trace");
    Value inputs = new Entries().putAll(row.inputs()).put("line_number", number).end();
    return new Entries()
        .put("run_id", "%s_%d".formatted(run, number))
        .put("status", row.status().label())
        .put(
            "error",
            row.error()
                .map(error -> ErrorRecord.of(error.code(), error.message()))
                .orElse(Value.Null.NULL))
        .put("inputs", inputs)
        .put("output", outputs())
        .putNull("metrics")
        .putNull("request")
        .put("parent_run_id", run.value())
        .put("root_run_id", run.value())
        .putNull("source_run_id")
        .put("flow_id", Entries.text(trace, "name"))
        .put("start_time", row.started().toString())
        .put("end_time", row.ended().toString())
        .put("index", number)
        .put("api_calls", Value.of(List.of(CallRecords.ofFlow(trace))))
        .put("variant_id", "")
        .put("name", "")
        .put("description", "")
        .putNull("tags")
        .put("system_metrics", metrics(trace))
        .put("result", outputs())
        .put("upload_metrics", Value.Bool.FALSE)
        .end();
  }

  private Value outputs() {
    return row.status() == RowResult.Status.COMPLETED ? row.outputs() : Value.Null.NULL;
  }

  private Value metrics(Value.Mapping trace) {
    return new Entries()
        .putAll(CallRecords.metrics(trace))
        .put("prompt_tokens", row.usage().prompt())
        .put("completion_tokens", row.usage().completion())
        .put("total_tokens", row.usage().total())
        .end();
  }

  /// The lines of `node_artifacts` by node.
  SequencedMap<String, Value.Mapping> nodes() {
    var records = new LinkedHashMap<String, Value.Mapping>();
    Value.Mapping trace = Entries.mapping(row.detail(), "trace");
    Entries.mapping(row.detail(), "nodes")
        .entries()
        .forEach((name, node) -> {
          if (node instanceof Value.Mapping told) {
            var record = new NodeRecord(run, name, told, NodeRecord.span(trace, name));
            records.put(name, record.ofRow(number));
          }
        });
    return records;
  }

  /// What the nodes printed, with the name of the node before each line.
  String logs() {
    var text = new StringBuilder();
    Entries.mapping(row.detail(), "nodes")
        .entries()
        .forEach((name, node) -> {
          if (node instanceof Value.Mapping told
              && told.get("logs") instanceof Value.Sequence(var lines)) {
            for (Value line : lines) {
              if (line instanceof Value.Text(var written)) {
                text.append(name).append(": ").append(written).append('\n');
              }
            }
          }
        });
    return text.toString();
  }

  /// Prompt flow writes the times of lines and nodes without their zone, which is UTC.
  static String withoutZone(String time) {
    return time.endsWith("Z") ? time.substring(0, time.length() - 1) : time;
  }
}
