package io.promptflow4j.core.model.registry;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// One change of the registry, on record for good.
///
/// @param who made it
/// @param before the entry as it was; empty for a new one
/// @param after the entry as it is since; empty for a deleted one
public record RegistryChange(
    Instant when,
    String who,
    What what,
    String name,
    int version,
    Optional<RegistryEntry> before,
    Optional<RegistryEntry> after) {

  /// What was done.
  public enum What {
    REGISTERED,
    UPDATED,
    ARCHIVED,
    RESTORED,
    DELETED;

    /// `registered`
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
