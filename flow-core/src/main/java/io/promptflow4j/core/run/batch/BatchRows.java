package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.run.row.BatchRow;
import java.util.stream.Stream;

/// The rows of a run; always the same ones in the same order, as long as nobody changes the data.
public interface BatchRows {

  /// How many rows there are, repeats included.
  long count();

  /// All rows in ascending order of their lines. Close the stream.
  Stream<BatchRow> open();
}
