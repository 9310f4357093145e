package io.promptflow4j.server.app;

import io.javalin.config.RoutesConfig;
import io.promptflow4j.server.route.Calls;
import io.promptflow4j.server.security.RoleCheck;
import java.util.function.BooleanSupplier;

/// What is at the addresses of a server, besides its own state.
interface Content {

  /// Adds the routes.
  void addTo(RoutesConfig routes, Around around);

  /// Whether it holds what callers take against their quotas itself, because it knows before.
  default boolean holdsQuotas() {
    return false;
  }

  /// What routes have around them.
  ///
  /// @param open whether calls are let in
  /// @param loopback whether the server listens on this machine alone
  /// @param keys whether callers need one
  record Around(
      Calls calls, RoleCheck roles, BooleanSupplier open, boolean loopback, boolean keys) {}
}
