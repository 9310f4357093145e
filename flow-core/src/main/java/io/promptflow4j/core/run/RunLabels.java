package io.promptflow4j.core.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// What people call a run and write on it; the part that can be changed later.
///
/// @param experiment what the run belongs to with others
public record RunLabels(
    String displayName,
    String description,
    SequencedMap<String, String> tags,
    SequencedMap<String, String> properties,
    Optional<String> experiment) {

  public RunLabels {
    tags = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tags));
    properties = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(properties));
  }

  public static RunLabels named(String displayName) {
    return new RunLabels(
        displayName, "", new LinkedHashMap<>(), new LinkedHashMap<>(), Optional.empty());
  }
}
