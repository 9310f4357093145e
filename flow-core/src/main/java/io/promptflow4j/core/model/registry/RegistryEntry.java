package io.promptflow4j.core.model.registry;

import java.time.Instant;

/// One version of a model that somebody owns.
///
/// @param version counted from 1; the number of a deleted version is not given again
/// @param target what it stands for; never changes
/// @param labels what is written on it; may change
public record RegistryEntry(
    String name, int version, Target target, Labels labels, String createdBy, Instant created) {

  public RegistryEntry {
    if (!RegistryReference.isName(name)) {
      throw new IllegalArgumentException(
          "'%s' can't name a model; use letters, digits, '.', '_' and '-', 100 at most"
              .formatted(name));
    }
    if (version < 1) {
      throw new IllegalArgumentException("versions count from 1, not from " + version);
    }
  }

  /// `name:version`
  public RegistryReference reference() {
    return RegistryReference.to(name, version);
  }

  public RegistryEntry withLabels(Labels other) {
    return new RegistryEntry(name, version, target, other, createdBy, created);
  }
}
