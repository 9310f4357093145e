package io.promptflow4j.server.security;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.security.Refusals.Refusal;
import java.util.Optional;
import java.util.Set;

/// Lets callers into the routes that are theirs, after the router has found the route: however an
/// address is written, what counts is where it leads.
public final class RoleCheck {

  private final Refusals refusals;

  public RoleCheck(Refusals refusals) {
    this.refusals = refusals;
  }

  public void addTo(RoutesConfig routes) {
    routes.beforeMatched(this::check);
  }

  private void check(Context ctx) {
    Set<RouteRole> roles = ctx.routeRoles();
    if (roles.contains(Needs.NOBODY) && roles.size() == 1) {
      return;
    }
    Optional<Caller> caller = caller(ctx);
    if (caller.isEmpty()) {
      throw refuse(ctx, "unknown", Gate.noKey(), "the route needs a role");
    }
    boolean isMet =
        !roles.isEmpty()
            && roles.stream()
                .allMatch(
                    role -> role instanceof Needs needs && needs.isMetBy(caller.get().role()));
    if (!isMet) {
      throw refuse(ctx, caller.get().name(), forbidden(), "role " + caller.get().role().written());
    }
  }

  /// Lets the caller of a request use an endpoint, or any other thing that keys are limited to.
  ///
  /// @throws FaultException if it isn't theirs
  public void checkEndpoint(Context ctx, String endpoint) {
    Optional<Caller> caller = caller(ctx);
    if (caller.filter(known -> known.opens(endpoint)).isEmpty()) {
      throw refuse(
          ctx, caller.map(Caller::name).orElse("unknown"), forbidden(), "endpoint " + endpoint);
    }
  }

  /// Who sent a request; empty on a route that is open to all.
  public static Optional<Caller> caller(Context ctx) {
    return ctx.attribute(Gate.CALLER) instanceof Caller known
        ? Optional.of(known)
        : Optional.empty();
  }

  private static Fault forbidden() {
    return Fault.of(403, "forbidden", "Your key is not for this.");
  }

  private FaultException refuse(Context ctx, String who, Fault fault, String reason) {
    refusals.refused(
        new Refusal(
            who,
            ctx.ip(),
            ctx.method().name(),
            ctx.path(),
            fault.status(),
            reason,
            String.valueOf(ctx.<Object>attribute(Gate.ID))));
    return new FaultException(fault);
  }
}
