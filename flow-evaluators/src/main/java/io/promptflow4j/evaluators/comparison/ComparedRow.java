package io.promptflow4j.evaluators.comparison;

import io.promptflow4j.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// One row of the data and what each variant made of it.
///
/// @param line the row's number, counted from 0
/// @param data the row itself
/// @param cells by variant, for each of its repeats
public record ComparedRow(long line, Value.Mapping data, SequencedMap<String, List<Cell>> cells) {

  public ComparedRow {
    cells = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(cells));
  }

  /// What one variant made of the row in one repeat.
  ///
  /// @param status `Completed` or `Failed`
  /// @param scores by metric
  /// @param trace spans as nested mappings (`name`, `kind`, `start_ms`, `duration_ms`, `inputs`,
  ///   `output`, `error`, `tokens`, `children`); nothing if it was not asked for
  public record Cell(
      int repeat,
      String status,
      Value.Mapping outputs,
      Optional<String> error,
      SequencedMap<String, RowScore> scores,
      double latencyMillis,
      long tokens,
      Value.Mapping trace) {

    public Cell {
      scores = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(scores));
    }
  }

  /// A row's value of a metric.
  public sealed interface RowScore {

    /// It has one.
    ///
    /// @param reason what the evaluator said about it; may be empty
    record Scored(double value, String reason) implements RowScore {}

    /// It has none.
    record NotScored(String reason) implements RowScore {}
  }
}
