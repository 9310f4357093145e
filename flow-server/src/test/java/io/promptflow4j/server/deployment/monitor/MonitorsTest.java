package io.promptflow4j.server.deployment.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.dataset.catalog.NamedData;
import io.promptflow4j.core.deployment.traffic.LiveDrift;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.server.ServedEndpoints;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Live answers that evaluators score and that are compared with approved data.
@Timeout(60)
class MonitorsTest {

  private static final String CONTAINS =
      "monitoring: {evaluators: ['builtin:contains'],"
          + " column_mapping: {answer: '${run.outputs.greeting}', ground_truth: Hello}}";

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

  /// Data whose names have three to seven letters, under the name `people`.
  private void approve() throws Exception {
    String rows =
        IntStream.range(0, 100)
            .mapToObj(i -> "{\"name\": \"%s%d\"}".formatted("A".repeat(2 + i % 5), i % 10))
            .collect(Collectors.joining("\n"));
    Path file = Files.writeString(folder.resolve("people.jsonl"), rows);
    NamedData _ =
        served
            .store
            .data()
            .register(
                new NamedData(
                    "people",
                    1,
                    file.toString(),
                    Digest.of(rows).hex(),
                    100,
                    new LinkedHashMap<>(),
                    "",
                    Instant.EPOCH));
  }

  private void serve(String monitoring) throws Exception {
    served.deploy("blue", "Hello", monitoring);
    served.split("blue=100");
    served.follow();
  }

  private void greet(String name) throws Exception {
    HttpResponse<String> answer =
        served.post("/endpoints/shop/score", "{\"name\": \"%s\"}".formatted(name));
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  /// What is seen comes behind the answers; the time limit ends it if it never comes.
  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void evaluatorsScoreTheLiveSample() throws Exception {
    serve(CONTAINS);

    greet("Ada");
    greet("Bob");

    await(() -> served.store.traffic().scores("shop", "blue", 10).size() == 2);
    assertThat(served.get("/api/endpoints/shop").body())
        .contains("\"observed\":{\"scores\":[{\"evaluator\":\"builtin:contains\"", "\"mean\":1.0");
    await(() -> served.measures.text().contains("status=\"scored\""));
    assertThat(served.measures.text())
        .containsPattern(
            "promptflow4j_evaluator_score\\{evaluator=\"builtin:contains\",flow=\"shop/blue\","
                + "score=\"[a-z_]+\"} 1\\.0");
  }

  @Test
  void anEvaluatorThatIsNotThereIsToldAndTheRestGoesOn() throws Exception {
    approve();
    serve("monitoring: {evaluators: ['builtin:nothing'], approved_on: 'nobody:1'}");

    greet("Ada");

    await(() -> log().contains("drift can't be measured: there is no data set 'nobody:1'"));
    assertThat(log()).contains("evaluator 'builtin:nothing' can't be used");
    greet("Ada");
  }

  private String log() {
    return String.join("\n", served.log);
  }

  @Test
  void inputsThatAreOtherThanTheApprovedOnesAreSeen() throws Exception {
    approve();
    serve("monitoring: {approved_on: 'people:1', window: 60}");
    for (int i = 0; i < 60; i++) {
      greet("A".repeat(2 + i % 5) + i % 10);
    }
    await(() -> drift().size() == 1 && drift().getFirst().answers() == 60);
    assertThat(drift().getFirst().isDrifted()).as(drift().toString()).isFalse();

    for (int i = 0; i < 60; i++) {
      greet("a name that nobody has ever heard before");
    }

    await(() -> log().contains("inputs.name has drifted from the data it was approved on"));
    assertThat(drift().getFirst().field()).isEqualTo("inputs.name");
    assertThat(drift().getFirst().isDrifted()).isTrue();
    assertThat(served.measures.text())
        .contains("promptflow4j_drift_index{field=\"inputs.name\",flow=\"shop/blue\"}")
        .contains("promptflow4j_drift_noise{field=\"inputs.name\",flow=\"shop/blue\"}");
  }

  private List<LiveDrift> drift() {
    return served.store.traffic().drift("shop");
  }

  @Test
  void anEvaluatorOfOnesOwnDoesNotComeByARequest() throws Exception {
    serve("");

    HttpResponse<String> refused =
        served.send(
            served
                .request("/api/endpoints/shop/deployments/blue")
                .method(
                    "PATCH",
                    HttpRequest.BodyPublishers.ofString("monitoring: {evaluators: [/tmp/mine]}")));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("no-code-by-http");
  }
}
