package io.promptflow4j.server.route;

import io.javalin.config.RoutesConfig;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.security.Needs;

/// Answers `GET /swagger.json` and `GET /openapi.json`.
public final class DescriptionRoutes {

  private final Value.Mapping swagger;
  private final Value.Mapping openApi;

  public DescriptionRoutes(Value.Mapping swagger, Value.Mapping openApi) {
    this.swagger = swagger;
    this.openApi = openApi;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/swagger.json", ctx -> Replies.json(ctx, swagger), Needs.VIEWER);
    routes.get("/openapi.json", ctx -> Replies.json(ctx, openApi), Needs.VIEWER);
  }
}
