package io.promptflow4j.server.route;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.security.Needs;
import java.util.function.BooleanSupplier;

/// Answers `GET /health` and `GET /version`.
public final class StatusRoutes {

  private final BooleanSupplier open;
  private final String version;
  private final String buildInfo;

  /// @param open whether calls are let in
  /// @param buildInfo what the variable `BUILD_INFO` says about the flow; may be empty
  public StatusRoutes(BooleanSupplier open, String version, String buildInfo) {
    this.open = open;
    this.version = version;
    this.buildInfo = buildInfo;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/health", this::health, Needs.NOBODY);
    routes.get("/version", this::version, Needs.NOBODY);
  }

  private void health(Context ctx) {
    boolean isOpen = open.getAsBoolean();
    Replies.json(
        ctx.status(isOpen ? 200 : 503),
        new Fields().put("status", isOpen ? "Healthy" : "Unhealthy").put("version", version).end());
  }

  private void version(Context ctx) {
    Replies.json(
        ctx,
        new Fields()
            .put("status", "Healthy")
            .put("build_info", buildInfo)
            .put("version", builtVersion())
            .end());
  }

  private Value builtVersion() {
    try {
      if (Json.read(buildInfo) instanceof Value.Mapping info) {
        Value number = info.get("build_number");
        if (number != null) {
          return number;
        }
      }
    } catch (JsonSyntaxException noJson) {
      // then the version is the server's own, as in prompt flow
    }
    return Value.of(version);
  }
}
