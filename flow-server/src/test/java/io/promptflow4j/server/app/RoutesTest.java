package io.promptflow4j.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.billing.ProjectPrices;
import io.promptflow4j.core.model.catalog.file.Catalogs;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.model.provider.ConfiguredModels;
import io.promptflow4j.core.model.provider.ModelSettings;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.ModelService;
import io.promptflow4j.server.Served;
import io.promptflow4j.server.ServedEndpoints;
import io.promptflow4j.server.deployment.gateway.SharedModels;
import io.promptflow4j.server.security.Needs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every route says what it needs, and no more is open than has to be.
class RoutesTest {

  @TempDir Path folder;

  @Test
  void everyRouteSaysWhatItNeeds() throws Exception {
    List<String> needs = Arrays.stream(Needs.values()).map(Needs::name).toList();

    List<String> routes = routes();

    assertThat(routes).hasSizeGreaterThan(20).contains("POST /score RUNNER");
    assertThat(routes)
        .allSatisfy(route ->
            assertThat(needs).as(route).contains(route.substring(route.lastIndexOf(' ') + 1)));
  }

  @Test
  void onlyThePageAndTheStateOfTheServerAreOpenToAll() throws Exception {
    assertThat(routes().stream().filter(route -> route.endsWith(" NOBODY")))
        .filteredOn(route -> !route.startsWith("GET /assets/"))
        .containsExactlyInAnyOrder(
            "GET / NOBODY", "POST / NOBODY", "GET /health NOBODY", "GET /version NOBODY");
  }

  @Test
  void routesOfEndpointsSayItToo() {
    try (var served = ServedEndpoints.in(folder)) {
      List<String> routes = served.server.routes();

      assertThat(routes)
          .contains(
              "POST /endpoints/{name}/score RUNNER",
              "GET /api/endpoints VIEWER",
              "PATCH /api/endpoints/{name} OPERATOR")
          .noneMatch(route -> route.endsWith(" "));
      assertThat(routes).filteredOn(route -> route.endsWith(" NOBODY")).hasSize(2);
    }
  }

  @Test
  void routesOfTheGatewaySayItToo() {
    var settings =
        new ModelSettings(
            List.of(),
            ConnectionStore.in(folder),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            _ -> {});
    var about =
        new FlowServer.About(
            "0.1",
            "",
            Value.Mapping.EMPTY,
            folder.resolve("feedback.jsonl"),
            Optional.empty(),
            _ -> {});
    try (var models = ConfiguredModels.with(settings)) {
      var shared =
          new SharedModels(
              models,
              List.of(),
              Catalogs.builtIn(),
              ModelRegistry.none(),
              new ProjectPrices(folder, Map.of(), _ -> {}));
      try (var server =
          FlowServer.start(
              new GatewayContent(shared, Optional.empty()),
              about,
              ServerSettings.local(0),
              Access.none())) {
        assertThat(server.routes())
            .contains("POST /v1/chat/completions RUNNER", "GET /catalog/models VIEWER")
            .noneMatch(route -> route.endsWith(" "));
        assertThat(server.routes()).filteredOn(route -> route.endsWith(" NOBODY")).hasSize(2);
      }
    }
  }

  private List<String> routes() throws Exception {
    try (var model = new ModelService();
        var served = Served.chat(folder, model, ServerSettings.local(0))) {
      return served.server.routes();
    }
  }
}
