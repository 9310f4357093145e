package io.promptflow4j.evaluators.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// One of the things that are compared: a choice of variants.
///
/// @param name what people and reports call it
/// @param description what differs; may be empty
/// @param variants node to variant id, as a run takes it
public record Arm(String name, String description, SequencedMap<String, String> variants) {

  public Arm {
    variants = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variants));
  }

  /// An arm without description.
  public static Arm of(String name, Map<String, String> variants) {
    return new Arm(name, "", new LinkedHashMap<>(variants));
  }
}
