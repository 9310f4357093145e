package io.promptflow4j.core.dataset;

import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Reads a data set once, row by row. One thread uses it and closes it.
public interface RowReader extends AutoCloseable {

  /// The next row, or what is wrong with it; null after the last.
  @Nullable RowOrProblem read();

  /// Lets go of files. Closing twice is fine.
  @Override
  void close();

  /// What is left to read; closing the stream closes this.
  default Stream<RowOrProblem> stream() {
    var rows =
        new Spliterators.AbstractSpliterator<RowOrProblem>(
            Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
          @Override
          public boolean tryAdvance(Consumer<? super RowOrProblem> action) {
            RowOrProblem found = read();
            if (found == null) {
              return false;
            }
            action.accept(found);
            return true;
          }
        };
    return StreamSupport.stream(rows, false).onClose(this::close);
  }
}
