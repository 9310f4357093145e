package io.promptflow4j.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.core.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the studio shows and changes besides flows, over real HTTP with a real store.
class StudioDeskTest {

  private static final String ROWS =
      "{\"question\": \"Where is it?\"}\n{\"question\": \"When does it come?\"}\n";

  private static final List<String> OUTSIDE =
      List.of(
          "../outside",
          "/etc",
          ".promptflow",
          "shop/../../outside",
          "link",
          "a\\\\b",
          "nul\\u0000");

  /// Addresses, and bodies that name a place.
  private static final List<Map.Entry<String, String>> REACHING =
      List.of(
          Map.entry("/api/studio/runs", "{\"flow\": \"%s\", \"data\": \"shop/rows.jsonl\"}"),
          Map.entry("/api/studio/runs", "{\"flow\": \"shop\", \"data\": \"%s/rows.jsonl\"}"),
          Map.entry("/api/studio/trials", "{\"flow\": \"%s\", \"inputs\": {}}"),
          Map.entry("/api/studio/data", "{\"name\": \"x\", \"path\": \"%s/rows.jsonl\"}"),
          Map.entry("/api/studio/gallery", "{\"id\": \"template:chat\", \"to\": \"%s/new\"}"),
          Map.entry("/api/studio/evaluators/contains/copy", "{\"to\": \"%s/new\"}"),
          Map.entry(
              "/api/studio/endpoints/e/deployments", "{\"deployment\": \"d\", \"flow\": \"%s\"}"));

  @TempDir Path around;

  private OpenDesk open() throws Exception {
    OpenDesk desk = OpenDesk.in(around);
    desk.sample("canary/flow", "shop");
    desk.write("shop/rows.jsonl", ROWS);
    return desk;
  }

  private static Value text(Value.Mapping in, String name) {
    return Optional.ofNullable(in.get(name)).orElse(Value.Null.NULL);
  }

  @Test
  void aRunIsMadeWatchedReadAndLabelled() throws Exception {
    try (OpenDesk desk = open()) {
      Value.Mapping made =
          desk.post(
              "/api/studio/runs",
              "{\"flow\": \"shop\", \"data\": \"shop/rows.jsonl\", \"name\": \"one\","
                  + " \"tags\": {\"t\": \"x\"}}");
      assertThat(text(made, "name")).isEqualTo(Value.of("one"));

      Value.Mapping run =
          desk.await(
              "/api/studio/runs/one", one -> text(one, "status").equals(Value.of("Completed")));
      assertThat(text(run, "completed")).isEqualTo(Value.of(2));
      assertThat(text(run, "flow")).isEqualTo(Value.of("shop"));
      assertThat(desk.ask("GET", "/api/studio/runs/one/rows?most=1", "").body())
          .contains("Tomorrow.", "\"next\":1");
      assertThat(desk.ask("GET", "/api/studio/runs/one/rows/1/0", "").body())
          .contains("\"trace\"", "When does it come?");
      assertThat(desk.ask("GET", "/api/studio/runs/one/snapshot/flow.dag.yaml", "").body())
          .contains("node_variants");

      desk.ask(
          "PATCH", "/api/studio/runs/one", "{\"display_name\": \"First\", \"archived\": true}");
      assertThat(desk.ask("GET", "/api/studio/runs", "").body()).doesNotContain("First");
      assertThat(desk.ask("GET", "/api/studio/runs?archived=only", "").body())
          .contains("First", "\"t\":\"x\"");
      assertThat(desk.ask("DELETE", "/api/studio/runs/one", "").statusCode()).isEqualTo(204);
      assertThat(desk.ask("GET", "/api/studio/runs/one", "").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void variantsAreTriedOnOneInputAndComparedOnRows() throws Exception {
    try (OpenDesk desk = open()) {
      String tried =
          desk.ask(
                  "POST",
                  "/api/studio/trials",
                  "{\"flow\": \"shop\", \"inputs\": {\"question\": \"?\"}, \"variants\":"
                      + " [\"all\"]}")
              .body();
      assertThat(tried).contains("\"name\":\"plain\"", "\"name\":\"polite\"", "Dear customer");

      Value.Mapping begun =
          desk.post(
              "/api/studio/comparisons",
              "{\"flow\": \"shop\", \"data\": \"shop/rows.jsonl\", \"variants\": [\"all\"], \"by\":"
                  + " [\"question\"], \"evaluators\": [{\"evaluator\": \"builtin:contains\","
                  + " \"column_mapping\": {\"ground_truth\": \"Dear customer\"}}]}");
      String id = ((Value.Text) text(begun, "id")).text();
      Value.Mapping done =
          desk.await(
              "/api/studio/comparisons/" + id,
              one -> !text(one, "state").equals(Value.of("running")));
      assertThat(text(done, "problem")).isEqualTo(Value.Null.NULL);
      var result = (Value.Mapping) text(done, "result");
      assertThat(result.entries()).containsKeys("verdict", "differences", "slicings", "table");
      assertThat(((Value.Sequence) text(result, "table")).items()).hasSize(2);
    }
  }

  @Test
  void aComparisonIsThereAfterTheServerWasStartedAnew() throws Exception {
    String id;
    try (OpenDesk desk = open()) {
      Value.Mapping begun =
          desk.post(
              "/api/studio/comparisons",
              "{\"flow\": \"shop\", \"data\": \"shop/rows.jsonl\", \"evaluators\":"
                  + " [{\"evaluator\": \"builtin:text_length\"}]}");
      id = ((Value.Text) text(begun, "id")).text();
      desk.await(
          "/api/studio/comparisons/" + id, one -> !text(one, "state").equals(Value.of("running")));
    }
    try (OpenDesk desk = OpenDesk.in(around)) {
      assertThat(text(desk.get("/api/studio/comparisons/" + id), "state"))
          .isEqualTo(Value.of("done"));
    }
  }

  @Test
  void noRequestReachesOutOfTheWorkspace() throws Exception {
    Path outside = Files.createDirectories(around.resolve("outside"));
    Files.writeString(outside.resolve("flow.dag.yaml"), "nodes: []\n");
    Files.writeString(outside.resolve("rows.jsonl"), "{\"secret\": 1}\n");
    try (OpenDesk desk = open()) {
      Files.createSymbolicLink(desk.workspace.resolve("link"), outside);
      for (String path : OUTSIDE) {
        for (Map.Entry<String, String> route : REACHING) {
          var answer = desk.ask("POST", route.getKey(), route.getValue().formatted(path));
          assertThat(answer.statusCode()).as(route.getKey() + path + answer.body()).isIn(400, 404);
        }
      }
      assertThat(outside.resolve("new")).doesNotExist();
    }
  }

  @Test
  void secretsGoInAndNeverComeOut() throws Exception {
    String one = "/api/studio/connections/team";
    String canary = "sk-canary-7d1f0c";
    try (OpenDesk desk = open()) {
      assertThat(
              desk.ask(
                      "PUT",
                      one,
                      "{\"type\": \"open_ai\", \"secrets\": {\"api_key\": \"%s\"}}"
                          .formatted(canary))
                  .statusCode())
          .isEqualTo(200);
      assertThat(
              desk.ask(
                      "PUT",
                      one,
                      "{\"type\": \"open_ai\", \"settings\": {\"base_url\":"
                          + " \"https://x.example\"}}")
                  .body())
          .contains("secrets-needed");
      for (String reference : List.of("env:HOME", "file:/etc/passwd", "${env:HOME}")) {
        assertThat(
                desk.ask(
                        "PUT",
                        one,
                        "{\"type\": \"open_ai\", \"secrets\": {\"api_key\": \"%s\"}}"
                            .formatted(reference))
                    .statusCode())
            .isEqualTo(400);
      }
      for (String path :
          List.of("/api/studio/connections", "/api/studio/audit", "/api/studio/connection-types")) {
        assertThat(desk.ask("GET", path, "").body()).doesNotContain(canary);
      }
      assertThat(desk.ask("GET", "/api/studio/connections", "").body())
          .contains("\"secrets\":[\"api_key\"]");
    }
  }

  @Test
  void aFlowIsDeployedFromThePageAndItsModelCantBeDeletedMeanwhile() throws Exception {
    try (OpenDesk desk = open()) {
      desk.post(
          "/api/studio/models",
          "{\"name\": \"house\", \"model\": \"gpt-4o-mini\", \"kind\": \"alias\"}");
      String file = Files.readString(desk.workspace.resolve("shop/flow.dag.yaml"));
      desk.write("shop/flow.dag.yaml", file.replaceAll("model: [\\w.-]+", "model: house"));
      var deployed =
          desk.ask(
              "POST",
              "/api/studio/endpoints/help/deployments",
              "{\"deployment\": \"blue\", \"flow\": \"shop\", \"variants\": {\"reply\":"
                  + " \"polite\"}}");
      assertThat(deployed.statusCode()).as(deployed.body()).isEqualTo(201);

      assertThat(desk.ask("POST", "/endpoints/help/score", "{\"question\": \"?\"}").body())
          .contains("Dear customer");
      assertThat(desk.ask("GET", "/api/endpoints/help", "").body()).contains("\"blue\":100");
      var refused = desk.ask("DELETE", "/api/studio/models/house/1", "");
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
      assertThat(refused.body()).contains("entry-in-use", "help/blue");
    }
  }

  @Test
  void eachRoleMayDoWhatIsItsOwn() throws Exception {
    try (OpenDesk desk = open()) {
      String viewer = desk.keyOf(Role.VIEWER);
      String author = desk.keyOf(Role.AUTHOR);
      String operator = desk.keyOf(Role.OPERATOR);
      String connection = "{\"type\": \"open_ai\", \"secrets\": {\"api_key\": \"k\"}}";

      assertThat(desk.ask(viewer, "GET", "/api/studio/runs", "").statusCode()).isEqualTo(200);
      assertThat(desk.ask(viewer, "POST", "/api/studio/runs", "{}").statusCode()).isEqualTo(403);
      assertThat(desk.ask(author, "POST", "/api/studio/runs", "{}").statusCode()).isEqualTo(400);
      assertThat(desk.ask(author, "PUT", "/api/studio/connections/c", connection).statusCode())
          .isEqualTo(403);
      assertThat(desk.ask(operator, "PUT", "/api/studio/connections/c", connection).statusCode())
          .isEqualTo(200);
      assertThat(desk.ask(operator, "GET", "/api/studio/audit", "").statusCode()).isEqualTo(403);
      assertThat(desk.routes())
          .filteredOn(route -> route.matches("(POST|PUT|PATCH|DELETE) /api/studio/.*"))
          .filteredOn(route -> !route.contains("/session"))
          .hasSizeGreaterThan(15)
          .allMatch(route -> route.matches(".* (AUTHOR|OPERATOR|ADMIN)"));
    }
  }
}
