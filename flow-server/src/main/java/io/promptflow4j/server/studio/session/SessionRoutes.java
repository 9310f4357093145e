package io.promptflow4j.server.studio.session;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.Callers;
import io.promptflow4j.server.security.Gate;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.security.RoleCheck;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers `/api/studio/session`: signs in with what the `Authorization` header brings, says who is
/// there, signs out.
public final class SessionRoutes {

  private static final String ADDRESS = "/api/studio/session";

  private final Sessions sessions;
  private final Optional<Callers> others;
  private final About about;

  /// What the studio shows of the server.
  ///
  /// @param version of the server
  /// @param workspace the name of the folder that is worked on
  /// @param secure whether the server is reached by TLS alone
  public record About(String version, String workspace, boolean secure) {}

  /// @param others who is known besides those with a login link
  public SessionRoutes(Sessions sessions, Optional<Callers> others, About about) {
    this.sessions = sessions;
    this.others = others;
    this.about = about;
  }

  public void addTo(RoutesConfig routes) {
    routes.get(ADDRESS, this::show, Needs.VIEWER);
    routes.post(ADDRESS, this::begin, Needs.VIEWER);
    routes.delete(ADDRESS, this::end, Needs.VIEWER);
  }

  private void show(Context ctx) {
    Replies.json(ctx, json(caller(ctx)));
  }

  private void begin(Context ctx) {
    Caller caller = caller(ctx);
    @Nullable String said = ctx.header("Authorization");
    String bearer = said != null && said.length() > 7 ? said.substring(7).strip() : "";
    boolean byCode = bearer.isEmpty() || Sessions.isCode(bearer) || others.isEmpty();
    String token =
        sessions.begin(
            byCode ? () -> new Callers.Answer.Known(caller) : () -> others.get().of(bearer));
    ctx.header("Set-Cookie", cookie(token, "Max-Age=604800"));
    Replies.json(ctx, json(caller));
  }

  private void end(Context ctx) {
    @Nullable String token = ctx.cookie(Gate.SESSION_COOKIE);
    if (token != null) {
      sessions.end(token);
    }
    ctx.header("Set-Cookie", cookie("", "Max-Age=0"));
    Replies.json(ctx, Value.Mapping.EMPTY);
  }

  private String cookie(String token, String life) {
    return "%s=%s; Path=/; HttpOnly; SameSite=Strict; %s%s"
        .formatted(Gate.SESSION_COOKIE, token, life, about.secure() ? "; Secure" : "");
  }

  private Value json(Caller caller) {
    return new Fields()
        .put("name", caller.name())
        .put("role", caller.role().written())
        .put("version", about.version())
        .put("workspace", about.workspace())
        .put("writable", Needs.AUTHOR.isMetBy(caller.role()))
        .end();
  }

  private static Caller caller(Context ctx) {
    return RoleCheck.caller(ctx).orElse(Caller.ANYBODY);
  }
}
