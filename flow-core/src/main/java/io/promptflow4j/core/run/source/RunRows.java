package io.promptflow4j.core.run.source;

import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The completed rows of a run as a data set: their inputs or their outputs.
final class RunRows implements DataSet {

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
    var completed = new RowFilter(Optional.of(RowResult.Status.COMPLETED), 0, 0);
    Stream<RowResult> open = store.rows(run, completed);
    Iterator<RowResult> left = open.filter(row -> row.key().repeat() == repeat).iterator();
    return new RowReader() {
      @Override
      public @Nullable RowOrProblem read() {
        return left.hasNext() ? row(left.next()) : null;
      }

      @Override
      public void close() {
        open.close();
      }
    };
  }

  private RowOrProblem row(RowResult row) {
    long line = row.key().line();
    int shown = (int) Math.min(Integer.MAX_VALUE, line + 1);
    return new RowOrProblem.Row(line, new Place(name(), shown, 1), columns.apply(row));
  }
}
