package io.promptflow4j.core.dataset.mapping;

import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Which column goes into which input, as its author wrote it: `question: ${data.question}`.
///
/// A text that is `${…}` from its first to its last character is a reference; every other value is
/// taken as it is, also a text that holds `${…}` somewhere.
///
/// @param entries by the name of the input; one for `line_number` is of no account
/// @param place where it is written, for messages
public record ColumnMapping(SequencedMap<String, Value> entries, Place place) {

  private static final ColumnMapping NONE =
      new ColumnMapping(new LinkedHashMap<>(), Place.startOf("column mapping"));

  public ColumnMapping {
    entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
  }

  /// Every input takes the column of its name.
  public static ColumnMapping none() {
    return NONE;
  }

  public static ColumnMapping of(Value.Mapping entries, Place place) {
    return new ColumnMapping(entries.entries(), place);
  }
}
