package io.promptflow4j.server.studio.library;

import io.javalin.config.RoutesConfig;
import io.promptflow4j.core.model.catalog.Capability;
import io.promptflow4j.core.model.catalog.Catalog;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.route.Replies;
import io.promptflow4j.server.security.Needs;
import java.util.List;

/// Answers `/api/studio/catalog/filters`: what the models of the catalog can be chosen by.
public final class CatalogFilters {

  private final Value.Mapping filters;

  public CatalogFilters(Catalog catalog) {
    List<Value.Text> providers =
        catalog.offerings().stream()
            .map(offering -> offering.provider().id())
            .distinct()
            .sorted()
            .map(Value::of)
            .toList();
    this.filters =
        new Fields()
            .put("providers", providers)
            .put("capabilities", Capability.names().stream().map(Value::of).toList())
            .end();
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/studio/catalog/filters", ctx -> Replies.json(ctx, filters), Needs.VIEWER);
  }
}
