package io.promptflow4j.server.deployment.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.deployment.Canary;
import io.promptflow4j.core.deployment.Canary.Outcome;
import io.promptflow4j.core.deployment.Canary.Verdict;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.EndpointException;
import io.promptflow4j.core.deployment.Split;
import io.promptflow4j.server.ServedEndpoints;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Canaries on live traffic, scored by a flow that says 1 where the answer has a greeting in it.
class CanariesTest {

  @TempDir Path folder;

  private ServedEndpoints served;

  @BeforeEach
  void start() throws Exception {
    served = ServedEndpoints.in(folder);
    Path evaluator = Files.createDirectories(folder.resolve("polite"));
    Files.writeString(
        evaluator.resolve("flow.dag.yaml"),
        """
        inputs:
          answer: {type: string}
        outputs:
          polite: {type: double, reference: "${judge.output}"}
        nodes:
        - name: judge
          type: python
          source: {type: code, path: judge.py}
          inputs: {answer: "${inputs.answer}"}
        """);
    Files.writeString(
        evaluator.resolve("judge.py"),
        """
        from promptflow.core import tool

        @tool
        def judge(answer: str) -> float:
            return 1.0 if answer.startswith("Hello") else 0.0
        """);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private Endpoint begin(String evaluator, int maxPairs) {
    var mapping = new TreeMap<String, String>();
    mapping.put("answer", "${run.outputs.greeting}");
    Endpoint begun =
        served.deployer.begin(
            "shop",
            new Canary(
                "blue",
                "green",
                evaluator,
                Optional.empty(),
                new Canary.Rule(0, 1, 0.2, 0.05, 0.05, maxPairs, mapping),
                new TreeMap<>(),
                Instant.EPOCH,
                Optional.empty()),
            50);
    served.follow();
    return begun;
  }

  private Verdict verdict() throws Exception {
    while (true) { // the test's own limit ends it if it never comes
      Endpoint now = served.store.endpoints().find("shop").orElseThrow();
      if (now.canary().orElseThrow().verdict().isPresent()) {
        return now.canary().get().verdict().get();
      }
      assertThat(served.greet().statusCode()).isEqualTo(200);
    }
  }

  private void deploy(String blue, String green) throws Exception {
    served.deploy("blue", blue);
    served.deploy("green", green);
    served.split("blue=100");
  }

  @Test
  void aBetterCandidateIsPromoted() throws Exception {
    deploy("What,", "Hello");
    Endpoint begun = begin(folder.resolve("polite").toString(), 1_000);
    assertThat(begun.traffic()).isEqualTo(Split.read("blue=50 green=50"));

    Verdict verdict = verdict();

    assertThat(verdict.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(verdict.difference()).isEqualTo(1);
    assertThat(verdict.low()).isNotNegative();
    assertThat(verdict.reason()).startsWith("better after");
    served.follow();
    assertThat(served.greet().body()).contains("Hello Ada");
    Endpoint now = served.store.endpoints().find("shop").orElseThrow();
    assertThat(now.traffic()).isEqualTo(Split.all("green"));
    assertThat(served.store.endpoints().history("shop", 1).getFirst().note())
        .startsWith("promoted: better after");
    assertThat(served.store.traffic().pairs("shop", now.canary().orElseThrow().begun(), 0))
        .hasSizeGreaterThanOrEqualTo(verdict.pairs());
  }

  @Test
  void aWorseCandidateIsRolledBack() throws Exception {
    deploy("Hello", "What,");
    begin(folder.resolve("polite").toString(), 1_000);

    assertThat(verdict().outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(served.store.endpoints().find("shop").orElseThrow().traffic())
        .isEqualTo(Split.all("blue"));
  }

  @Test
  void oneThatIsNoDifferentIsPromotedByTheMargin() throws Exception {
    deploy("Hello", "Hello dear");
    begin(folder.resolve("polite").toString(), 1_000);

    Verdict verdict = verdict();

    assertThat(verdict.outcome()).isEqualTo(Outcome.PROMOTED);
    assertThat(verdict.reason()).startsWith("no different by the margin");
  }

  @Test
  void withoutAVerdictInTimeItGoesBack() throws Exception {
    deploy("Hello", "Hello dear");
    begin(folder.resolve("polite").toString(), 3);

    Verdict verdict = verdict();

    assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(served.store.endpoints().find("shop").orElseThrow().traffic())
        .isEqualTo(Split.all("blue"));
  }

  @Test
  void anEvaluatorThatCantBeUsedEndsIt() throws Exception {
    deploy("Hello", "Hi");
    begin(folder.resolve("nowhere").toString(), 100);

    Verdict verdict = verdict();

    assertThat(verdict.outcome()).isEqualTo(Outcome.CANCELED);
    assertThat(verdict.reason()).startsWith("the evaluator can't be used");
  }

  @Test
  void onlyOneRunsAtATimeAndItCanBeCanceled() throws Exception {
    deploy("Hello", "Hi");
    String evaluator = folder.resolve("polite").toString();
    begin(evaluator, 1_000);

    assertThatThrownBy(() -> begin(evaluator, 1_000))
        .isInstanceOf(EndpointException.class)
        .hasMessageContaining("has a canary that runs");
    Endpoint now = served.deployer.cancelCanary("shop");

    assertThat(now.traffic()).isEqualTo(Split.all("blue"));
    assertThat(now.canary().orElseThrow().verdict().orElseThrow().outcome())
        .isEqualTo(Outcome.CANCELED);
  }

  @Test
  void operatorsBeginAndCancelThemByHttp() throws Exception {
    deploy("Hello", "Hi");
    served.follow();
    String body =
        "{\"candidate\": \"green\", \"evaluator\": \"builtin:contains\", \"percent\": 20,"
            + " \"column_mapping\": {\"answer\": \"${run.outputs.greeting}\","
            + " \"ground_truth\": \"Hello\"}}";

    var begun =
        served.send(
            served
                .request("/api/endpoints/shop/canary")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    assertThat(begun.statusCode()).isEqualTo(201);
    assertThat(begun.body())
        .contains("\"running\":true", "\"margin\":0.1", "\"score\":\"contains\"");
    assertThat(served.store.endpoints().find("shop").orElseThrow().traffic())
        .isEqualTo(Split.read("blue=80 green=20"));

    var canceled = served.send(served.request("/api/endpoints/shop/canary").DELETE());
    assertThat(canceled.body()).contains("\"outcome\":\"canceled\"");
    assertThat(served.get("/api/endpoints/shop/mirrors/green").body()).contains("\"pairs\":0");
  }
}
