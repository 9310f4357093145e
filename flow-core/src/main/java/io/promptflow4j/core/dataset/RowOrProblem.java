package io.promptflow4j.core.dataset;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;

/// What stands where a row should be.
public sealed interface RowOrProblem {

  /// How many rows and broken rows came before it in its data set: its `line_number`.
  long number();

  /// The same with another number.
  RowOrProblem withNumber(long other);

  /// A row that could be read.
  ///
  /// @param place the file and line it starts in; in a Parquet file the line is the number of the
  ///   row, counted from 1
  record Row(long number, Place place, Value.Mapping columns) implements RowOrProblem {
    @Override
    public Row withNumber(long other) {
      return other == number ? this : new Row(other, place, columns);
    }
  }

  /// A row that could not be read, or what is wrong with a whole file.
  record BrokenRow(long number, Diagnostic problem) implements RowOrProblem {
    @Override
    public BrokenRow withNumber(long other) {
      return new BrokenRow(other, problem);
    }
  }
}
