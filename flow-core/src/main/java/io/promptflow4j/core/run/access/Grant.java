package io.promptflow4j.core.run.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a key lets its holder do.
///
/// @param name what people call it: whose it is, what for
/// @param endpoints the only ones it opens, by name; all if there are none
/// @param expires when it ends; never if empty
public record Grant(
    String name, Role role, List<String> endpoints, Quota quota, Optional<Instant> expires) {

  public Grant {
    endpoints = List.copyOf(endpoints);
  }

  /// Whether it opens the endpoint.
  public boolean opens(String endpoint) {
    return endpoints.isEmpty() || endpoints.contains(endpoint);
  }

  public Grant withExpiry(Optional<Instant> other) {
    return new Grant(name, role, endpoints, quota, other);
  }
}
