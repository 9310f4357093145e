package io.promptflow4j.server.app;

import io.javalin.config.RoutesConfig;
import io.promptflow4j.server.deployment.gateway.SharedModels;
import io.promptflow4j.server.deployment.measure.Measures;
import io.promptflow4j.server.route.gateway.CatalogRoutes;
import io.promptflow4j.server.route.gateway.GatewayRoutes;
import java.time.InstantSource;
import java.util.Optional;

/// Models of shared connections, and the catalog.
///
/// @param measures counts tokens, if anybody wants them
public record GatewayContent(SharedModels models, Optional<Measures> measures) {

  Content around(Access access) {
    return new Content() {
      @Override
      public void addTo(RoutesConfig routes, Content.Around around) {
        GatewayContent.this.addTo(routes, around, access);
      }

      @Override
      public boolean holdsQuotas() {
        return true;
      }
    };
  }

  private void addTo(RoutesConfig routes, Content.Around around, Access access) {
    new GatewayRoutes(
            models,
            access.ledger(),
            around.calls(),
            InstantSource.system(),
            (way, usage) -> measures.ifPresent(known -> known.tokens(way.connection(), usage)))
        .addTo(routes);
    new CatalogRoutes(models.catalog(), models.registry()).addTo(routes);
  }
}
