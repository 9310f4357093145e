package io.promptflow4j.core.dataset.join;

import io.promptflow4j.core.dataset.DataCheck;
import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.dataset.RowSurvey;

/// What one pass over a source finds that a join has to know.
///
/// @param source the name that references use
/// @param dataName the name of the data, for messages
/// @param check what there is, and what is wrong with it
/// @param numbered whether its rows carry a column `line_number` that the join goes by; the first
///   row tells for all
/// @param byPosition whether the position of a row in the file is all there is to go by
/// @param ascending whether these numbers go up from row to row, so that rows can be read as they
///   come
public record SourceFacts(
    String source,
    String dataName,
    DataCheck check,
    boolean numbered,
    boolean byPosition,
    boolean ascending) {

  static SourceFacts of(String source, DataSet data) {
    var pass = new Pass();
    try (RowReader rows = data.rows()) {
      for (RowOrProblem found = rows.read(); found != null; found = rows.read()) {
        switch (found) {
          case BrokenRow broken -> pass.survey.see(broken);
          case Row row -> pass.see(row);
        }
      }
    }
    return new SourceFacts(
        source,
        data.name(),
        pass.survey.finish(),
        pass.numbered,
        !pass.numbered && !data.keepsNumbers(),
        pass.ascending);
  }

  /// Rows and broken rows.
  public long length() {
    return check.rows() + check.problemCount();
  }

  /// What is known so far.
  private static final class Pass {
    private final RowSurvey survey = new RowSurvey();
    private boolean started;
    private boolean numbered;
    private boolean ascending = true;
    private long last = -1;

    void see(Row row) {
      if (!started) {
        started = true;
        numbered = row.columns().get(LineNumber.COLUMN) != null;
      }
      switch (LineNumber.of(row, numbered)) {
        case LineNumber.Wrong(var broken) -> survey.see(broken);
        case LineNumber.At(long number) -> {
          survey.see(row);
          ascending &= number > last;
          last = number;
        }
      }
    }
  }
}
