package io.promptflow4j.server.security;

import io.javalin.security.RouteRole;
import io.promptflow4j.core.run.access.Role;
import org.jspecify.annotations.Nullable;

/// What a route needs. Every route says it where it is added; one that doesn't is open to nobody.
public enum Needs implements RouteRole {
  /// Anybody, known or not: the page and its parts, whether the server is well.
  NOBODY(null),
  VIEWER(Role.VIEWER),
  RUNNER(Role.RUNNER),
  AUTHOR(Role.AUTHOR),
  OPERATOR(Role.OPERATOR),
  ADMIN(Role.ADMIN);

  private final @Nullable Role role;

  Needs(@Nullable Role role) {
    this.role = role;
  }

  /// Whether somebody may come in without being known.
  public boolean isOpen() {
    return role == null;
  }

  /// Whether the role is enough.
  public boolean isMetBy(Role other) {
    return role == null || other.includes(role);
  }
}
