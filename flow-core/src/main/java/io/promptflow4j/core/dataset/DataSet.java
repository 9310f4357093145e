package io.promptflow4j.core.dataset;

import io.promptflow4j.core.value.Value;
import java.util.List;

/// Rows that can be read any number of times, always the same ones in the same order, as long as
/// nobody changes the files behind them. Several threads may read at once, each with a reader of
/// its own.
public interface DataSet extends AutoCloseable {

  /// The name people see in messages.
  String name();

  /// Starts to read from the first row.
  RowReader rows();

  /// Whether the numbers of the rows are those they have in the data they were taken from, so that
  /// gaps are meant and a join goes by number. True for outputs of runs and for selected rows.
  default boolean keepsNumbers() {
    return false;
  }

  /// Lets go of temporary files; readers must be closed before.
  @Override
  default void close() {}

  /// Rows in memory, numbered from 0.
  static DataSet of(String name, List<Value.Mapping> rows) {
    return MemoryDataSet.counted(name, rows);
  }

  /// Rows in memory with the numbers they have, in ascending order: the outputs of a run.
  static DataSet ofNumbered(String name, List<RowOrProblem.Row> rows) {
    return new MemoryDataSet(name, rows, true);
  }
}
