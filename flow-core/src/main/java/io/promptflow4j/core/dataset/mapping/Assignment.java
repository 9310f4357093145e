package io.promptflow4j.core.dataset.mapping;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.List;

/// What one input gets in every row.
sealed interface Assignment {

  String input();

  /// The same value in every row.
  record Constant(String input, Value value) implements Assignment {}

  /// The value of a column.
  ///
  /// @param written as it stands in the mapping, or would stand there
  /// @param candidates where to look, in this order
  /// @param need whether a row, or all of them, may be without
  record Column(String input, ValueType type, String written, List<Candidate> candidates, Need need)
      implements Assignment {
    public Column {
      candidates = List.copyOf(candidates);
    }
  }

  /// One way to read a reference: a source, and a column in it or a path into one.
  record Candidate(String source, String path) {}

  /// What it means if there is no such column.
  enum Need {
    /// Each row must have it.
    ALWAYS,
    /// Somebody asked for it, so at least one row must have it; a row without takes the default.
    SOMEWHERE,
    /// The column is used if it is there.
    NEVER
  }
}
