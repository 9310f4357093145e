package io.promptflow4j.core.dataset.mapping;

import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.dataset.join.Join;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Rows whose columns are the inputs of a flow.
final class MappedRows implements RowReader {

  private final List<Assignment> assignments;
  private final Join join;

  MappedRows(List<Assignment> assignments, Join join) {
    this.assignments = assignments;
    this.join = join;
  }

  @Override
  public @Nullable RowOrProblem read() {
    return switch (join.next()) {
      case null -> null;
      case Join.Found.Broken(var broken) -> broken;
      case Join.Found.Complete complete -> mapped(complete);
    };
  }

  private RowOrProblem mapped(Join.Found.Complete complete) {
    MappedRow row = MappedRow.of(assignments, complete.rows());
    var place = complete.rows().values().iterator().next().place();
    if (row.complaints().isEmpty()) {
      return new Row(complete.number(), place, new Value.Mapping(row.values()));
    }
    String message =
        row.complaints().stream()
            .map(MappedRow.Complaint::message)
            .collect(Collectors.joining("; "));
    return new BrokenRow(
        complete.number(), Diagnostic.error(row.complaints().getFirst().code(), place, message));
  }

  @Override
  public void close() {
    join.close();
  }
}
