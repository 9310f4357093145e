package io.promptflow4j.core.run.compute;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.List;

/// A few rows that are ready to run, in ascending order of their lines.
public record RowSlice(List<Row> rows) {

  /// One row.
  ///
  /// @param occurrence how many rows before it say the same
  /// @param inputs the flow's inputs, mapped from the row
  /// @param data the row itself
  public record Row(
      long line, int repeat, int occurrence, Value.Mapping inputs, Value.Mapping data) {}

  public RowSlice {
    rows = List.copyOf(rows);
  }

  /// The form in which it travels.
  public byte[] toBytes() {
    return Json.writeBytes(Value.of(rows.stream().map(RowSlice::value).toList()));
  }

  private static Value value(Row row) {
    return Value.of(
        List.of(
            Value.of(row.line()),
            Value.of(row.repeat()),
            Value.of(row.occurrence()),
            row.inputs(),
            row.data()));
  }

  /// What [#toBytes] gave.
  public static RowSlice of(byte[] bytes) {
    Fields all = new Fields(Json.read(bytes));
    return new RowSlice(all.items().map(RowSlice::row).toList());
  }

  private static Row row(Fields row) {
    List<Fields> parts = row.items().toList();
    return new Row(
        parts.get(0).number(),
        (int) parts.get(1).number(),
        (int) parts.get(2).number(),
        parts.get(3).mapping(),
        parts.get(4).mapping());
  }
}
