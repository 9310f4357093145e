package io.promptflow4j.core.dataset.mapping;

import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.dataset.mapping.Assignment.Candidate;
import io.promptflow4j.core.dataset.mapping.Assignment.Column;
import io.promptflow4j.core.dataset.mapping.Assignment.Constant;
import io.promptflow4j.core.dataset.mapping.Assignment.Need;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What the inputs of a flow get in one row.
///
/// @param values what they get, as it stands in the data
/// @param absent columns that the row does not have
/// @param complaints what is wrong, one sentence each; empty if the row is fit to be run
record MappedRow(
    SequencedMap<String, Value> values, List<Column> absent, List<Complaint> complaints) {

  /// What is wrong with one input.
  ///
  /// @param missing whether it is that the row has no such column
  record Complaint(Column column, boolean missing, String code, String message) {}

  static MappedRow of(List<Assignment> assignments, Map<String, Row> rows) {
    var mapped = new MappedRow(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
    for (Assignment assignment : assignments) {
      switch (assignment) {
        case Constant(var input, var value) -> mapped.values.put(input, value);
        case Column column -> mapped.assign(column, find(column.candidates(), rows));
      }
    }
    return mapped;
  }

  private static @Nullable Value find(List<Candidate> candidates, Map<String, Row> rows) {
    for (Candidate candidate : candidates) {
      Row row = rows.get(candidate.source());
      Value exact = row == null ? null : row.columns().get(candidate.path());
      if (exact != null) {
        return exact;
      }
    }
    for (Candidate candidate : candidates) {
      Row row = rows.get(candidate.source());
      Value nested = row == null ? null : ColumnPath.find(row.columns(), candidate.path());
      if (nested != null) {
        return nested;
      }
    }
    return null;
  }

  private void assign(Column column, @Nullable Value value) {
    if (value == null) {
      absent.add(column);
      if (column.need() == Need.ALWAYS) {
        complaints.add(
            new Complaint(
                column,
                true,
                "missing-value",
                "input '%s' gets nothing: the row has no value for %s"
                    .formatted(column.input(), column.written())));
      }
      return;
    }
    values.put(column.input(), value);
    if (Coercion.to(column.type(), value) instanceof Coercion.Refused(var why)) {
      complaints.add(
          new Complaint(
              column,
              false,
              "wrong-type",
              "column '%s' can't be input '%s' of type %s: %s"
                  .formatted(
                      column.candidates().getFirst().path(),
                      column.input(),
                      column.type().yamlName(),
                      why)));
    }
  }
}
