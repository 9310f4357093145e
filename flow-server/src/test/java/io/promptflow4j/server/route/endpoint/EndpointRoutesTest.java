package io.promptflow4j.server.route.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.EndpointChange;
import io.promptflow4j.core.deployment.Endpoints;
import io.promptflow4j.core.deployment.FlowVersion;
import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.access.Grant;
import io.promptflow4j.core.run.access.Quota;
import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.ServedEndpoints;
import io.promptflow4j.server.app.Access;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndpointRoutesTest {

  @TempDir Path folder;

  private ServedEndpoints served;

  @BeforeEach
  void start() {
    served = ServedEndpoints.in(folder);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private static String by(HttpResponse<String> answer) {
    return answer.headers().firstValue(EndpointRoutes.DEPLOYMENT).orElse("nobody");
  }

  @Test
  void anAnswerSaysWhoGaveIt() throws Exception {
    Deployment blue = served.deploy("blue", "Hello");
    served.split("blue=100");
    served.follow();

    HttpResponse<String> answer = served.greet();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"greeting\":\"Hello Ada\"}");
    assertThat(by(answer)).isEqualTo("blue");
    assertThat(answer.headers().firstValue(EndpointRoutes.VERSION))
        .contains(FlowVersion.brief(blue.version()));
    assertThat(served.get("/endpoints/shop/health").statusCode()).isEqualTo(200);
    assertThat(served.get("/endpoints/shop/openapi.json").body()).contains("\"greeting\"");
    assertThat(served.get("/endpoints/shop/swagger.json").body())
        .contains("\"x-flow-name\":\"shop\"");
  }

  @Test
  void aHeaderNamesADeployment() throws Exception {
    served.deploy("blue", "Hello");
    served.deploy("green", "Hi");
    served.split("blue=100");
    served.follow();

    assertThat(served.greet(EndpointRoutes.DEPLOYMENT, "green").body()).contains("Hi Ada");
    HttpResponse<String> none = served.greet(EndpointRoutes.DEPLOYMENT, "red");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(none.body()).contains("\"code\":\"UserError\"").contains("no-such-deployment");
    assertThat(served.post("/endpoints/nobody/score", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void withoutTrafficTheStandardDeploymentAnswersOrNobody() throws Exception {
    served.deploy("blue", "Hello");
    served.follow();

    assertThat(served.greet().statusCode()).isEqualTo(503);

    served.deployer.update(
        "shop", ServedEndpoints.told(Map.of("defaults.deployment_name", Value.of("blue"))));
    served.follow();
    assertThat(by(served.greet())).isEqualTo("blue");
  }

  @Test
  void aSessionStaysWithItsDeployment() throws Exception {
    served.deploy("blue", "Hello");
    served.deploy("green", "Hi");
    served.split("blue=50 green=50");
    served.follow();

    var seen = new HashSet<String>();
    for (int session = 0; session < 12; session++) {
      String first = by(served.greet(EndpointRoutes.SESSION, "s" + session));
      seen.add(first);
      for (int i = 0; i < 3; i++) {
        assertThat(by(served.greet(EndpointRoutes.SESSION, "s" + session))).isEqualTo(first);
      }
    }
    assertThat(seen).containsExactlyInAnyOrder("blue", "green");
  }

  @Test
  void aChangeOfTheStoreIsNoticed() throws Exception {
    served.deploy("blue", "Hello");
    served.split("blue=100");

    String text = "";
    while (!text.contains("Hello")) { // the test's own limit ends it if it never comes
      text = served.greet().body();
    }
    served.deploy("blue", "Good day");
    while (!text.contains("Good day")) {
      text = served.greet().body();
    }
    assertThat(served.log).anyMatch(line -> line.contains("endpoint shop/blue: version"));
  }

  @Test
  void whatCantBeLoadedLeavesTheRunningVersionInPlace() throws Exception {
    Deployment blue = served.deploy("blue", "Hello");
    served.split("blue=100");
    served.follow();
    lose(blue, "blue");
    served.follow();

    HttpResponse<String> answer = served.greet();

    assertThat(answer.body()).contains("Hello Ada");
    assertThat(answer.headers().firstValue(EndpointRoutes.VERSION))
        .contains(FlowVersion.brief(blue.version()));
    assertThat(served.log)
        .anyMatch(line ->
            line.contains("can't be loaded, version " + FlowVersion.brief(blue.version()))
                && line.contains("is not in the store"));
    assertThat(served.get("/api/endpoints/shop").body()).contains("\"failed\":{\"blue\":");
  }

  @Test
  void aSplitToWhatCantBeLoadedIsNotInForce() throws Exception {
    Deployment blue = served.deploy("blue", "Hello");
    served.split("blue=100");
    served.follow();
    lose(blue, "green");
    served.split("green=100");
    served.follow();

    assertThat(by(served.greet())).isEqualTo("blue");
    assertThat(served.log).anyMatch(line -> line.contains("traffic stays blue=100"));
  }

  @Test
  void aConnectionFileThatIsGoneKeepsOnlyItsDeploymentFromBeingServed() throws Exception {
    Deployment blue = served.deploy("blue", "Hello");
    served.split("blue=100");
    Path file =
        Files.writeString(
            folder.resolve("mine.yaml"), "name: mine\ntype: open_ai\napi_key: ${env:MINE}\n");
    served.deploy("green", "Hi", "connection_files: [mine.yaml]");
    Files.delete(file);
    served.follow();

    assertThat(by(served.greet())).isEqualTo("blue");
    HttpResponse<String> updated =
        served.send(
            served
                .request("/api/endpoints/shop/deployments/blue")
                .method(
                    "PATCH", HttpRequest.BodyPublishers.ofString("connection_files: [gone.yaml]")));
    assertThat(updated.statusCode()).isEqualTo(403);
    assertThat(updated.body()).contains("no-code-by-http");
    assertThat(by(served.greet())).isEqualTo(blue.name());
  }

  /// Puts a deployment in place whose flow is not in the store.
  private void lose(Deployment like, String name) {
    var act = new Endpoints.Act(EndpointChange.What.DEPLOYED, "", "test", Instant.now());
    served
        .store
        .endpoints()
        .change(
            "shop",
            act,
            before ->
                before.withDeployment(
                    new Deployment(
                        name,
                        "",
                        like.tags(),
                        Digest.of("nowhere"),
                        like.binding(),
                        like.limits(),
                        like.collecting(),
                        like.monitoring(),
                        like.created())));
  }

  @Test
  void anEndpointIsAToolOfMcpClients() throws Exception {
    served.deploy("blue", "Hello");
    served.split("blue=100");
    served.follow();

    HttpResponse<String> listed = mcp("tools/list", "{}");
    HttpResponse<String> called =
        mcp("tools/call", "{\"name\": \"shop\", \"arguments\": {\"name\": \"Ada\"}}");
    HttpResponse<String> wrong = mcp("tools/call", "{\"name\": \"shop\", \"arguments\": {}}");

    assertThat(listed.body()).contains("\"name\":\"shop\"", "\"inputSchema\"");
    assertThat(called.body()).contains("\"structuredContent\":{\"greeting\":\"Hello Ada\"}");
    assertThat(called.headers().firstValue(EndpointRoutes.DEPLOYMENT)).contains("blue");
    assertThat(wrong.body()).contains("\"isError\":true", "'name'");
    assertThat(served.post("/endpoints/none/mcp", "{}").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> mcp(String method, String parameters) throws Exception {
    return served.post(
        "/endpoints/shop/mcp",
        "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"%s\", \"params\": %s}"
            .formatted(method, parameters));
  }

  @Test
  void aHundredSwitchesUnderLoadFailNoRequest() throws Exception {
    served.deploy("blue", "Hello");
    served.deploy("green", "Hi");
    served.split("blue=100");
    served.follow();
    var done = new AtomicBoolean();
    var answers = new AtomicInteger();
    Callable<List<String>> caller =
        () -> {
          var wrong = new ArrayList<String>();
          while (!done.get()) {
            HttpResponse<String> answer = served.greet();
            answers.incrementAndGet();
            String expected = by(answer).equals("blue") ? "Hello Ada" : "Hi Ada";
            if (answer.statusCode() != 200 || !answer.body().contains(expected)) {
              wrong.add(answer.statusCode() + " " + by(answer) + " " + answer.body());
            }
          }
          return wrong;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var callers = new ArrayList<Future<List<String>>>();
      for (int i = 0; i < 8; i++) {
        callers.add(threads.submit(caller));
      }
      for (int i = 0; i < 100; i++) {
        served.split(i % 2 == 0 ? "green=100" : "blue=50 green=50");
        if (i % 10 == 9) { // the version of a deployment that answers is replaced as well
          served.deploy("blue", "Hello");
        }
        served.follow();
      }
      done.set(true);
      for (Future<List<String>> one : callers) {
        assertThat(one.get()).isEmpty();
      }
    }
    assertThat(answers.get()).isGreaterThan(100);
  }

  @Test
  void theSplitIsWhatItSays() throws Exception {
    served.deploy("blue", "Hello");
    served.deploy("green", "Hi");
    served.split("blue=80 green=20");
    served.follow();

    int green = 0;
    for (int i = 0; i < 10_000; i++) {
      try (var lease = served.content.live().enter("shop", Optional.empty(), Optional.empty())) {
        green += lease.live().name().equals("green") ? 1 : 0;
      }
    }

    assertThat(green / 10_000.0).isCloseTo(0.2, within(0.02));
  }

  @Test
  void aDeploymentTakesOnlySoManyCallsAtATime() throws Exception {
    served.deploy(
        "blue",
        "Hello",
        "request_settings: {max_concurrent_requests_per_instance: 1, max_queue_wait_ms: 0}");
    served.split("blue=100");
    served.follow();

    try (var inside = served.content.live().enter("shop", Optional.empty(), Optional.empty())) {
      inside.awaitPlace();
      HttpResponse<String> refused = served.greet();
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    }
    assertThat(served.greet().statusCode()).isEqualTo(200);
  }

  @Test
  void aVersionIsClosedWhenItsLastCallHasEnded() throws Exception {
    served.deploy("blue", "Hello");
    served.split("blue=100");
    served.follow();
    String closed = "endpoint shop/blue: a version is drained and closed";

    try (var old = served.content.live().enter("shop", Optional.empty(), Optional.empty())) {
      served.deploy("blue", "Good day");
      served.follow();
      assertThat(served.greet().body()).contains("Good day");
      assertThat(
              old.live()
                  .flow()
                  .run(new Fields().put("name", "Ada").end(), Optional.empty(), Optional.empty())
                  .outputs()
                  .get("greeting"))
          .isEqualTo(Value.of("Hello Ada"));
      assertThat(served.log).doesNotContain(closed);
    }
    while (!served.log.contains(closed)) {
      Thread.onSpinWait(); // the test's own limit ends it if it never comes
    }
  }

  @Test
  void aKeyOfOneEndpointNeitherSeesNorTakesAnother() throws Exception {
    Path own = Files.createDirectories(folder.resolve("guarded"));
    var grant = new Grant("ann", Role.OPERATOR, List.of("desk"), Quota.NONE, Optional.empty());
    AccessStore keys = RunStores.openAccess(new StoreAddress.Sqlite(own.resolve("runs.sqlite")));
    String key = keys.keys().create(grant, "ann", Instant.now()).text().reveal();
    String[] bearer = {"Authorization", "Bearer " + key};
    try (keys;
        Access access = Access.of(keys, true, List.of(), _ -> {});
        var guarded = ServedEndpoints.guarded(own, access)) {
      guarded.deploy("blue", "Hello");
      var _ = guarded.deployer.create("desk", ServedEndpoints.told(Map.of()));
      guarded.follow();

      assertThat(guarded.get("/api/endpoints", bearer).body())
          .contains("\"desk\"")
          .doesNotContain("shop");
      HttpRequest.Builder taking =
          guarded
              .request("/api/endpoints/desk/deployments/mine?like=shop/blue")
              .header("Authorization", "Bearer " + key)
              .method("PUT", HttpRequest.BodyPublishers.ofString("description: taken"));
      assertThat(guarded.send(taking).statusCode()).isEqualTo(404);
      assertThat(guarded.store.endpoints().find("desk").orElseThrow().deployments()).isEmpty();
    }
  }

  @Test
  void operatorsMakeEndpointsByHttp() throws Exception {
    HttpResponse<String> made =
        served.send(
            served
                .request("/api/endpoints/desk")
                .method("PUT", HttpRequest.BodyPublishers.ofString("{\"tags\": {\"a\": \"b\"}}")));
    assertThat(made.statusCode()).isEqualTo(201);
    String flow = served.flow("desk", "Hello").toString();
    for (String code :
        List.of("flow: " + flow, "model: " + flow, "environment_variables: {PYTHONPATH: /tmp}")) {
      HttpResponse<String> refused =
          served.send(
              served
                  .request("/api/endpoints/desk/deployments/blue?all_traffic=true")
                  .method("PUT", HttpRequest.BodyPublishers.ofString(code)));
      assertThat(refused.statusCode()).as(code).isEqualTo(403);
    }
    served.deploy("blue", "Hello", "");
    HttpResponse<String> deployed =
        served.send(
            served
                .request("/api/endpoints/desk/deployments/blue?all_traffic=true&like=shop/blue")
                .method("PUT", HttpRequest.BodyPublishers.ofString("description: as the shop's")));
    assertThat(deployed.statusCode()).isEqualTo(201);
    assertThat(served.post("/endpoints/desk/score", "{\"name\": \"Ada\"}").body())
        .contains("Hello Ada");
    HttpResponse<String> wrong =
        served.send(
            served
                .request("/api/endpoints/desk")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("traffic: {red: 100}")));
    assertThat(wrong.statusCode()).isEqualTo(404);
    assertThat(wrong.body()).contains("no-such-deployment");
    assertThat(served.get("/api/endpoints", "X-Forwarded-For", "192.0.2.1").statusCode())
        .isEqualTo(403);
    assertThat(served.send(served.request("/api/endpoints/desk").DELETE()).statusCode())
        .isEqualTo(204);
    assertThat(served.post("/endpoints/desk/score", "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void rollbackGoesBackToWhatCallersGotBefore() throws Exception {
    served.deploy("blue", "Hello");
    served.split("blue=100");
    served.deploy("blue", "Nonsense");
    served.follow();
    assertThat(served.greet().body()).contains("Nonsense");

    HttpResponse<String> answer = served.post("/api/endpoints/shop/rollback", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(served.greet().body()).contains("Hello Ada");
    assertThat(served.get("/api/endpoints/shop/history").body())
        .contains("\"what\":\"rolled-back\"");
  }
}
