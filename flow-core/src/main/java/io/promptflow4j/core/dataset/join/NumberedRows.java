package io.promptflow4j.core.dataset.join;

import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.dataset.RowReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a source in the order of the numbers they are joined by, each number once. A source
/// whose numbers go up anyway is read as it comes; any other is held in memory and sorted.
public final class NumberedRows implements RowReader {

  private final boolean numbered;
  private final RowReader rows;
  private long last = -1;

  public NumberedRows(DataSet data, SourceFacts facts) {
    this.numbered = facts.numbered();
    this.rows = facts.ascending() ? data.rows() : sorted(data, facts.numbered());
  }

  private static RowReader sorted(DataSet data, boolean numbered) {
    List<RowOrProblem> all = new ArrayList<>();
    try (RowReader rows = data.rows()) {
      for (RowOrProblem found = rows.read(); found != null; found = rows.read()) {
        all.add(found);
      }
    }
    all.sort(Comparator.comparingLong(found -> rank(found, numbered)));
    var left = all.iterator();
    return new RowReader() {
      @Override
      public @Nullable RowOrProblem read() {
        return left.hasNext() ? left.next() : null;
      }

      @Override
      public void close() {}
    };
  }

  private static long rank(RowOrProblem found, boolean numbered) {
    return switch (found) {
      case BrokenRow _ -> -1;
      case Row row ->
          LineNumber.of(row, numbered) instanceof LineNumber.At(long number) ? number : -1;
    };
  }

  /// The next row, under the number it is joined by.
  @Override
  public @Nullable RowOrProblem read() {
    RowOrProblem found = rows.read();
    return found instanceof Row row ? numbered(row) : found;
  }

  private RowOrProblem numbered(Row row) {
    return switch (LineNumber.of(row, numbered)) {
      case LineNumber.Wrong(var broken) -> broken;
      case LineNumber.At(long number) -> {
        if (number == last) {
          yield LineNumber.twice(row, number);
        }
        last = number;
        yield row.withNumber(number);
      }
    };
  }

  @Override
  public void close() {
    rows.close();
  }
}
