package io.promptflow4j.server.route.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.deployment.EndpointJson;
import io.promptflow4j.core.deployment.Split;
import io.promptflow4j.core.deployment.traffic.CollectedRow;
import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.deployment.traffic.ServedRequest.Role;
import io.promptflow4j.core.deployment.traffic.ServedTraffic.Choice;
import io.promptflow4j.core.deployment.traffic.ShadowComparison;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.ServedEndpoints;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept of requests, and what mirrors do.
class WitnessTest {

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

  private List<ServedRequest> kept(int atLeast) {
    while (true) { // the test's own limit ends it if they never come
      try (Stream<ServedRequest> found = served.store.traffic().requests(Choice.of("shop"))) {
        List<ServedRequest> all = found.toList();
        if (all.size() >= atLeast && served.content.collector().isIdle()) {
          return all;
        }
      }
      Thread.onSpinWait();
    }
  }

  @Nested
  class Collection {

    @Test
    void requestsAreKeptWithWhatIsRedacted() throws Exception {
      served.deploy("blue", "Hello", "data_collector: {sampling_rate: 1, redact: [name]}");
      served.split("blue=100");
      served.follow();

      served.greet("x-request-id", "first");

      ServedRequest one = kept(1).getFirst();
      assertThat(one.id()).isEqualTo("first");
      assertThat(one.role()).isEqualTo(Role.ANSWER);
      assertThat(one.inputs()).isEqualTo(Json.read("{\"name\": \"(redacted)\"}"));
      assertThat(one.outputs()).isEqualTo(Json.read("{\"greeting\": \"Hello Ada\"}"));
    }

    @Test
    void keysOfModelServicesAreNeverKept() throws Exception {
      served.deploy("blue", "Hello", "data_collector: {}");
      served.split("blue=100");
      served.follow();

      served.post(
          "/endpoints/shop/score", "{\"name\": \"my key is sk-proj-canary0123456789abcdef!\"}");

      assertThat(kept(1).toString()).doesNotContain("canary0123").contains("my key is (redacted)!");
    }

    @Test
    void onlyAShareIsKeptAndNothingWithoutACollector() throws Exception {
      served.deploy("blue", "Hello", "data_collector: {sampling_rate: 0.3}");
      served.deploy("green", "Hi");
      served.split("blue=100");
      served.follow();
      for (int i = 0; i < 200; i++) {
        served.greet();
      }
      served.greet(EndpointRoutes.DEPLOYMENT, "green");

      assertThat(kept(1)).hasSizeBetween(30, 90).allMatch(one -> one.deployment().equals("blue"));
    }

    @Test
    void feedbackIsJoinedByRequestAndByTrace() throws Exception {
      served.deploy("blue", "Hello", "data_collector: {sampling_rate: 1}");
      served.split("blue=100");
      served.follow();
      String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
      served.greet("x-request-id", "first");
      served.greet("x-request-id", "second", "traceparent", trace);

      HttpResponse<String> thanks =
          served.post("/endpoints/shop/feedback", "{\"request_id\": \"first\", \"score\": 1}");
      served.post(
          "/endpoints/shop/feedback",
          "no good",
          "traceparent",
          trace.replace("00f067aa0ba902b7", "00f067aa0ba902b8"));

      assertThat(thanks.body()).isEqualTo("{\"status\":\"Feedback received.\"}");
      var rows = new CollectedRow(served.store.traffic().feedback("shop"));
      List<Value.Mapping> all = kept(2).stream().map(rows::of).toList();
      assertThat(all.getFirst().get("feedback"))
          .isEqualTo(Json.read("[{\"request_id\": \"first\", \"score\": 1}]"));
      assertThat(all.getLast().get("feedback"))
          .isEqualTo(Json.read("[{\"feedback\": \"no good\"}]"));
      assertThat(all.getFirst().get("name")).isEqualTo(Value.of("Ada"));
      assertThat(all.getFirst().get("greeting")).isEqualTo(Value.of("Hello Ada"));
    }
  }

  @Nested
  class WhatIsKept {

    private void ask(int times) throws Exception {
      served.deploy("blue", "Hello", "data_collector: {sampling_rate: 1}");
      served.split("blue=100");
      served.follow();
      for (int i = 0; i < times; i++) {
        served.greet("x-request-id", "r" + i);
      }
      assertThat(kept(times)).hasSize(times);
    }

    @Test
    void isListedShownAndExportedOverHttp() throws Exception {
      ask(3);
      String api = "/api/endpoints/shop/";

      Value.Mapping listed = ServedEndpoints.json(served.get(api + "requests?lines=2"));
      assertThat(listed.get("kept")).isEqualTo(Value.of(3));
      assertThat(String.valueOf(listed.get("requests"))).contains("r2", "r1").doesNotContain("r0");

      HttpResponse<String> said = served.post(api + "requests/r1/feedback", "{\"score\": 1}");
      assertThat(said.statusCode()).isEqualTo(201);
      assertThat(served.get(api + "requests/r1").body())
          .contains("Hello Ada", "\"feedback\":[{\"score\":1}]");
      assertThat(served.get(api + "feedback").body()).contains("\"request_id\":\"r1\"");

      HttpResponse<String> rows = served.get(api + "rows");
      assertThat(rows.headers().firstValue("content-type")).contains("application/jsonl");
      assertThat(rows.body().lines()).hasSize(3).allMatch(line -> line.contains("Hello Ada"));

      for (int i = 0; i < 2; i++) {
        HttpResponse<String> made = served.post(api + "data", "{\"name\": \"live\"}");
        assertThat(made.body()).isEqualTo("{\"data\":\"live:1\",\"rows\":3}");
      }
      try (Stream<Path> files = Files.list(folder.resolve("jobs"))) {
        assertThat(files).hasSize(1);
      }
      assertThat(served.post(api + "data", "{\"name\": \"../etc\"}").statusCode()).isEqualTo(400);
      assertThat(served.post(api + "data?deployment=no", "{\"name\": \"a\"}").statusCode())
          .isEqualTo(409);
    }

    @Test
    void goesWhenSomebodySaysSoOrByTheRuleOfTheEndpoint() throws Exception {
      ask(4);
      var delete = served.request("/api/endpoints/shop/requests?keep=3").DELETE();
      assertThat(served.send(delete).body()).isEqualTo("{\"forgotten\":1,\"kept\":3}");

      served.deployer.update(
          "shop", ServedEndpoints.told(Map.of("retention.requests", Value.of(1))));
      served.content.retainer().round();
      assertThat(kept(1)).extracting(ServedRequest::id).containsExactly("r3");

      served.deployer.update("shop", ServedEndpoints.told(Map.of("retention.age", Value.of("0m"))));
      served.content.retainer().round();
      assertThat(served.store.traffic().amount("shop").requests()).isZero();
    }

    @Test
    void isAskedForInWordsThatAreUnderstood() throws Exception {
      ask(1);
      String api = "/api/endpoints/shop/requests";

      assertThat(served.get(api + "/nobody").statusCode()).isEqualTo(404);
      assertThat(served.get(api + "?since=lately").body()).contains("'since': 'lately' is no time");
      assertThat(served.get(api + "?lines=many").statusCode()).isEqualTo(400);
      assertThat(served.send(served.request(api).DELETE()).body()).contains("no-retention");
      assertThat(served.get("/api/endpoints/none/requests").statusCode()).isEqualTo(404);
    }
  }

  @Nested
  class Mirrors {

    @Test
    void answerBesideWithoutBeingHeard() throws Exception {
      served.deploy("blue", "Hello");
      served.deploy("green", "Hi");
      served.split("blue=100");
      served.deployer.update(
          "shop",
          ServedEndpoints.told(Map.of("mirror_traffic", EndpointJson.split(Split.all("green")))));
      served.follow();

      for (int i = 0; i < 3; i++) {
        assertThat(served.greet("x-request-id", "r" + i).body()).contains("Hello Ada");
      }

      List<ServedRequest> all = kept(6);
      assertThat(all).filteredOn(one -> one.role() == Role.SHADOW).hasSize(3);
      var compared = ShadowComparison.of(all.stream(), "green", 2);
      assertThat(compared.pairs()).isEqualTo(3);
      assertThat(compared.same()).isZero();
      assertThat(compared.differing())
          .hasSize(2)
          .allSatisfy(pair -> {
            assertThat(pair.answer().outputs().get("greeting")).isEqualTo(Value.of("Hello Ada"));
            assertThat(pair.shadow().outputs().get("greeting")).isEqualTo(Value.of("Hi Ada"));
          });
    }

    @Test
    void thatFailOrHangDelayNobodyAndAreBounded() throws Exception {
      served.deploy("blue", "Hello");
      served.deploy("slow", hanging());
      served.split("blue=100");
      served.deployer.update(
          "shop",
          ServedEndpoints.told(Map.of("mirror_traffic", EndpointJson.split(Split.all("slow")))));
      served.follow();

      for (int i = 0; i < 20; i++) {
        assertThat(served.greet().statusCode()).isEqualTo(200);
      }

      assertThat(served.content.witness().skipped())
          .as("four run at a time; what is more is not made")
          .isEqualTo(16);
    }

    /// A flow whose Python waits for longer than any test.
    private Path hanging() throws Exception {
      Path flow = served.flow("hanging", "");
      Files.writeString(
          flow.resolve("flow.dag.yaml"),
          """
          inputs:
            name: {type: string}
          outputs:
            greeting: {type: string, reference: "${wait.output}"}
          nodes:
          - name: wait
            type: python
            source: {type: code, path: wait.py}
            inputs: {name: "${inputs.name}"}
          """);
      Files.writeString(
          flow.resolve("wait.py"),
          """
          from promptflow.core import tool
          import time

          @tool
          def wait(name: str) -> str:
              time.sleep(600)
              return name
          """);
      return flow;
    }
  }
}
