package io.promptflow4j.core.dataset.mapping;

import io.promptflow4j.core.dataset.RowOrProblem.Row;
import io.promptflow4j.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// A row that is fit to be run, and what it was made from.
///
/// @param inputs what the inputs of the flow get
/// @param sources the rows it was mapped from, by source
public record SourcedRow(long number, Value.Mapping inputs, SequencedMap<String, Row> sources) {

  public SourcedRow {
    sources = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(sources));
  }

  static SourcedRow of(long number, MappedRow row, Map<String, Row> sources) {
    return new SourcedRow(number, new Value.Mapping(row.values()), new LinkedHashMap<>(sources));
  }
}
