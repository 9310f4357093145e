package io.promptflow4j.server.security;

import io.promptflow4j.core.run.access.Quota;
import io.promptflow4j.core.run.access.Role;
import java.util.List;
import java.util.Optional;

/// Somebody who was let in.
///
/// @param name for logs, shares and records: `key 3f…`, `token alice`; holds no secret
/// @param endpoints the only ones that are open to them; all if there are none
/// @param page under which the ledger has what their calls took, if they have a quota of the day
public record Caller(
    String name, Role role, List<String> endpoints, Quota quota, Optional<String> page) {

  /// Whoever calls a server that asks nobody who they are.
  public static final Caller ANYBODY = trusted("anybody");

  public Caller {
    endpoints = List.copyOf(endpoints);
  }

  /// Somebody who may do everything.
  public static Caller trusted(String name) {
    return new Caller(name, Role.ADMIN, List.of(), Quota.NONE, Optional.empty());
  }

  /// Whether an endpoint is open to them.
  public boolean opens(String endpoint) {
    return endpoints.isEmpty() || endpoints.contains(endpoint);
  }
}
