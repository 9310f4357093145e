package io.promptflow4j.core.run.source;

import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.figure.RowFigures;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The completed rows of a run as a data set: their inputs, their outputs, or what they took.
final class RunRows implements DataSet {

  private static final long PAGE = 2_000;

  private final RunStore store;
  private final RunName run;
  private final int repeat;
  private final String side;
  private final Function<RowResult, Value.Mapping> columns;

  private RunRows(
      RunStore store,
      RunName run,
      int repeat,
      String side,
      Function<RowResult, Value.Mapping> columns) {
    this.store = store;
    this.run = run;
    this.repeat = repeat;
    this.side = side;
    this.columns = columns;
  }

  static DataSet inputs(RunStore store, RunName run, int repeat) {
    return new RunRows(store, run, repeat, "inputs", RowResult::inputs);
  }

  static DataSet outputs(RunStore store, RunName run, int repeat) {
    return new RunRows(store, run, repeat, "outputs", RowResult::outputs);
  }

  /// @param details whether the details of rows are wanted too
  static DataSet figures(RunStore store, RunName run, int repeat, boolean details) {
    Function<RowResult, Value.Mapping> columns =
        details ? row -> RowFigures.of(store.row(run, row.key()).orElse(row)) : RowFigures::of;
    return new RunRows(store, run, repeat, "figures", columns);
  }

  @Override
  public String name() {
    return "%s of run '%s'".formatted(side, run);
  }

  @Override
  public boolean keepsNumbers() {
    return true;
  }

  @Override
  public RowReader rows() {
    return new Pages();
  }

  /// Reads a page at a time and holds nothing of the store in between: a database can't clear its
  /// log while somebody reads, and a run may read for hours. Owned by one thread.
  private final class Pages implements RowReader {

    private Iterator<RowResult> page = Collections.emptyIterator();
    private long most = PAGE;
    private long from;
    private boolean isLast;

    @Override
    public @Nullable RowOrProblem read() {
      while (!page.hasNext() && !isLast) {
        turn();
      }
      return page.hasNext() ? row(page.next()) : null;
    }

    private void turn() {
      var filter = new RowFilter(Optional.of(RowResult.Status.COMPLETED), from, most);
      List<RowResult> read;
      try (Stream<RowResult> rows = store.rows(run, filter)) {
        read = rows.toList();
      }
      isLast = read.size() < most;
      long end = isLast ? Long.MAX_VALUE : read.getLast().key().line();
      if (end == from) { // one row has more repeats than a page holds
        most *= 2;
        return;
      }
      from = end; // the page may hold a part of its last row's repeats
      page =
          read.stream()
              .filter(row -> row.key().line() < end && row.key().repeat() == repeat)
              .iterator();
    }

    @Override
    public void close() {
      page = Collections.emptyIterator();
      isLast = true;
    }
  }

  private RowOrProblem row(RowResult row) {
    long line = row.key().line();
    int shown = (int) Math.min(Integer.MAX_VALUE, line + 1);
    return new RowOrProblem.Row(line, new Place(name(), shown, 1), columns.apply(row));
  }
}
