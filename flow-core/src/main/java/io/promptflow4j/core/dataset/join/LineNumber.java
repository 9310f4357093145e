package io.promptflow4j.core.dataset.join;

import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;

/// The number that a row is joined by.
public sealed interface LineNumber {

  /// The column that a join goes by.
  String COLUMN = "line_number";

  /// The code of what is wrong with a row whose number another row has.
  String TWICE = "duplicate-line-number";

  record At(long number) implements LineNumber {}

  record Wrong(BrokenRow row) implements LineNumber {}

  /// The number of `row`, or why it has none.
  ///
  /// @param numbered whether the rows of its source carry the number in a column
  static LineNumber of(Row row, boolean numbered) {
    Value value = row.columns().get(COLUMN);
    if (!numbered) {
      return value == null
          ? new At(row.number())
          : wrong(
              row,
              "this row has a line_number, but rows before it have none; give it to all or none");
    }
    return switch (value) {
      case null ->
          wrong(
              row,
              "this row has no line_number, but rows before it have one; give it to all or none");
      case Value.Whole(var number) when number.signum() >= 0 && number.bitLength() < 63 ->
          new At(number.longValue());
      default ->
          wrong(
              row,
              "line_number is %s, but must be a whole number from 0"
                  .formatted(PythonText.repr(value)));
    };
  }

  /// What is wrong with a row whose `number` another row before it has.
  static BrokenRow twice(Row row, long number) {
    return broken(row, TWICE, "line_number %d occurs twice".formatted(number));
  }

  private static Wrong wrong(Row row, String message) {
    return new Wrong(broken(row, "line-number", message));
  }

  private static BrokenRow broken(Row row, String code, String message) {
    return new BrokenRow(row.number(), Diagnostic.error(code, row.place(), message));
  }
}
