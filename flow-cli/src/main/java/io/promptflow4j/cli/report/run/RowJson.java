package io.promptflow4j.cli.report.run;

import io.promptflow4j.cli.report.ResultJson;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RowResult.RowError;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;

/// A row of a run as JSON: `{line_number, repeat, status, inputs, outputs, error, usage,
/// start_time, end_time}`; for a row alone also `data` and `detail`.
public final class RowJson {

  private RowJson() {}

  public static Value.Mapping of(RowResult row) {
    return fields(row).end();
  }

  /// The row with the data it came from, its nodes and its trace.
  public static Value.Mapping whole(RowResult row) {
    return fields(row).put("data", row.data()).put("detail", row.detail()).end();
  }

  private static Fields fields(RowResult row) {
    return new Fields()
        .put("line_number", row.key().line())
        .put("repeat", row.key().repeat())
        .put("status", row.status().label())
        .put("inputs", row.inputs())
        .put("outputs", row.outputs())
        .put("error", row.error().<Value>map(RowJson::error).orElse(Value.Null.NULL))
        .put("usage", ResultJson.usage(row.usage()))
        .put("start_time", row.started().toString())
        .put("end_time", row.ended().toString());
  }

  private static Value error(RowError error) {
    return new Fields()
        .put("code", error.code())
        .put("message", error.message())
        .put("node", error.node())
        .put("file", error.file())
        .put("line", error.line() > 0 ? Value.of(error.line()) : Value.Null.NULL)
        .end();
  }
}
