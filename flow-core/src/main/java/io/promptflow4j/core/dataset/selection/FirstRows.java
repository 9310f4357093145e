package io.promptflow4j.core.dataset.selection;

import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.dataset.RowReader;
import org.jspecify.annotations.Nullable;

/// The first rows; what comes after them is not even read.
final class FirstRows implements RowReader {

  private final RowReader rows;
  private long left;

  FirstRows(RowReader rows, long limit) {
    this.rows = rows;
    this.left = limit;
  }

  @Override
  public @Nullable RowOrProblem read() {
    if (left == 0) {
      return null;
    }
    RowOrProblem found = rows.read();
    if (found instanceof Row) {
      left--;
    }
    return found;
  }

  @Override
  public void close() {
    rows.close();
  }
}
