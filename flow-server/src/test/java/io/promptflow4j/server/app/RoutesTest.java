package io.promptflow4j.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.server.ModelService;
import io.promptflow4j.server.Served;
import io.promptflow4j.server.ServedEndpoints;
import io.promptflow4j.server.security.Needs;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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

  private List<String> routes() throws Exception {
    try (var model = new ModelService();
        var served = Served.chat(folder, model, ServerSettings.local(0))) {
      return served.server.routes();
    }
  }
}
