package io.promptflow4j.server.studio;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.security.RouteRole;
import io.promptflow4j.core.run.access.AuditEntry;
import io.promptflow4j.core.run.access.AuditLog;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.security.RoleCheck;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes every change that is made over HTTP into the audit log: whatever a route that needs an
/// author, an operator or an admin has done with another method than `GET`.
///
/// No route has to think of it. One that knows more says it with [#says]; the bodies of requests,
/// and so their secrets, are never part of a line.
public final class ChangeTrail {

  private static final String SAID = "promptflow4j.change";
  private static final int LONGEST = 200;
  private static final Set<String> UNCHANGING = Set.of("GET", "HEAD");
  private static final Set<Needs> CHANGING = Set.of(Needs.AUTHOR, Needs.OPERATOR, Needs.ADMIN);

  private final AuditLog log;
  private final InstantSource clock;

  public ChangeTrail(AuditLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /// What was done, in a route's own words.
  private record Said(String action, String object, Value.Mapping detail) {}

  /// Says what a request does.
  ///
  /// @param action such as `run.cancel`
  /// @param object what it is done to
  /// @param detail never a secret
  public static void says(Context ctx, String action, String object, Value.Mapping detail) {
    ctx.attribute(SAID, new Said(action, object, detail));
  }

  /// The same without a detail.
  public static void says(Context ctx, String action, String object) {
    says(ctx, action, object, Value.Mapping.EMPTY);
  }

  /// Hears all routes of a server.
  public void addTo(RoutesConfig routes) {
    routes.afterMatched(this::write);
  }

  private void write(Context ctx) {
    if (!isChange(ctx) || ctx.statusCode() >= 400) {
      return;
    }
    Said said =
        ctx.attribute(SAID) instanceof Said known
            ? known
            : new Said(
                "studio.change", ctx.method().name() + " " + ctx.path(), Value.Mapping.EMPTY);
    var detail = new Fields();
    said.detail().entries().forEach(detail::put);
    log.append(
        List.of(
            new AuditEntry(
                clock.instant(),
                cut(RoleCheck.caller(ctx).map(Caller::name).orElse("unknown")),
                said.action(),
                cut(said.object()),
                AuditEntry.DONE,
                Optional.of(Replies.id(ctx)),
                detail.put("source", cut(ctx.ip())).end())));
  }

  private static boolean isChange(Context ctx) {
    for (RouteRole role : ctx.routeRoles()) {
      if (role instanceof Needs needs && CHANGING.contains(needs)) {
        return !UNCHANGING.contains(ctx.method().name());
      }
    }
    return false;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
