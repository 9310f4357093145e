package io.promptflow4j.core.dataset;

import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.source.Diagnostic;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What one pass over a data set finds: how many rows, which columns, what is broken.
///
/// @param rows how many rows could be read
/// @param problems the first 100 problems
/// @param problemCount how many problems there are in all
/// @param columns in the order in which they first occur; the first 10,000 of them
/// @param digest see [RowDigest]; over the rows that could be read
public record DataCheck(
    long rows,
    List<Diagnostic> problems,
    long problemCount,
    SequencedMap<String, ColumnSummary> columns,
    String digest) {

  /// How many problems are kept.
  public static final int MAX_PROBLEMS = 100;

  public DataCheck {
    problems = List.copyOf(problems);
    columns = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(columns));
  }

  /// Reads all of `data`.
  ///
  /// @throws DataException if it can't be read at all
  public static DataCheck of(DataSet data) {
    var survey = new RowSurvey();
    try (RowReader rows = data.rows()) {
      for (RowOrProblem found = rows.read(); found != null; found = rows.read()) {
        switch (found) {
          case Row row -> survey.see(row);
          case BrokenRow broken -> survey.see(broken);
        }
      }
    }
    return survey.finish();
  }

  public boolean isClean() {
    return problemCount == 0;
  }
}
