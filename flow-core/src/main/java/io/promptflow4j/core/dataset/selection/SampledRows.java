package io.promptflow4j.core.dataset.selection;

import io.promptflow4j.core.dataset.RowDigest;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.dataset.RowReader;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows that a first pass over the data has drawn.
final class SampledRows implements RowReader {

  /// The numbers of the rows drawn.
  record Ranks(Set<Long> numbers) {}

  private record Ranked(long rank, long number) {}

  private static final Comparator<Ranked> HIGHEST_FIRST =
      Comparator.comparingLong(Ranked::rank).thenComparingLong(Ranked::number).reversed();

  private final RowReader rows;
  private final Ranks drawn;

  SampledRows(RowReader rows, Ranks drawn) {
    this.rows = rows;
    this.drawn = drawn;
  }

  /// Keeps the rows of lowest rank, but for those left out, and of the others nothing.
  static Ranks draw(RowReader rows, Sample sample, Optional<String> id) {
    var lowest = new PriorityQueue<Ranked>(HIGHEST_FIRST);
    for (RowOrProblem found = rows.read(); found != null; found = rows.read()) {
      if (found instanceof Row row) {
        long rank = RowDigest.hash(ChosenRows.identity(row, id), sample.seed());
        lowest.add(new Ranked(rank, row.number()));
        if (lowest.size() > sample.size()) {
          lowest.remove();
        }
      }
    }
    var numbers = new HashSet<Long>();
    while (lowest.size() > sample.without()) {
      numbers.add(lowest.remove().number());
    }
    return new Ranks(numbers);
  }

  @Override
  public @Nullable RowOrProblem read() {
    for (RowOrProblem found = rows.read(); found != null; found = rows.read()) {
      boolean wanted =
          switch (found) {
            case BrokenRow _ -> true;
            case Row row -> drawn.numbers().contains(row.number());
          };
      if (wanted) {
        return found;
      }
    }
    return null;
  }

  @Override
  public void close() {
    rows.close();
  }
}
