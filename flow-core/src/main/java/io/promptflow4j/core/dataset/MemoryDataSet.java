package io.promptflow4j.core.dataset;

import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows in memory.
record MemoryDataSet(String name, List<RowOrProblem.Row> kept, boolean keepsNumbers)
    implements DataSet {

  MemoryDataSet {
    kept = List.copyOf(kept);
  }

  static MemoryDataSet counted(String name, List<Value.Mapping> rows) {
    var numbered = new ArrayList<RowOrProblem.Row>(rows.size());
    for (Value.Mapping row : rows) {
      int number = numbered.size();
      numbered.add(new RowOrProblem.Row(number, new Place(name, number + 1, 1), row));
    }
    return new MemoryDataSet(name, numbered, false);
  }

  @Override
  public RowReader rows() {
    Iterator<RowOrProblem.Row> left = kept.iterator();
    return new RowReader() {
      @Override
      public @Nullable RowOrProblem read() {
        return left.hasNext() ? left.next() : null;
      }

      @Override
      public void close() {}
    };
  }
}
