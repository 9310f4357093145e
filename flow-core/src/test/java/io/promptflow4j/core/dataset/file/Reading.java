package io.promptflow4j.core.dataset.file;

import io.promptflow4j.core.dataset.DataSet;
import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.value.Json;
import java.util.List;

/// Reads whole data sets for tests.
public final class Reading {

  private Reading() {}

  public static List<RowOrProblem> all(DataSet data) {
    try (RowReader rows = data.rows()) {
      return rows.stream().toList();
    }
  }

  /// `number @ line: columns` or the diagnostic.
  public static List<String> lines(DataSet data) {
    return all(data).stream().map(Reading::line).toList();
  }

  private static String line(RowOrProblem found) {
    return switch (found) {
      case Row row ->
          "%d @ %d: %s".formatted(row.number(), row.place().line(), Json.write(row.columns()));
      case BrokenRow broken -> broken.problem().toString();
    };
  }

  /// The columns of each row as JSON; problems are not expected.
  public static List<String> json(DataSet data) {
    return all(data).stream().map(found -> Json.write(((Row) found).columns())).toList();
  }

  /// What is wrong, as people see it.
  public static List<String> problems(DataSet data) {
    return all(data).stream()
        .filter(BrokenRow.class::isInstance)
        .map(found -> ((BrokenRow) found).problem().toString())
        .toList();
  }
}
