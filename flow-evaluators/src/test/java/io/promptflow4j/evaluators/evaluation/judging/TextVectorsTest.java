package io.promptflow4j.evaluators.evaluation.judging;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowRuns;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.RunHost;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.tape.CallTape;
import io.promptflow4j.core.execution.tape.Recorder;
import io.promptflow4j.core.execution.tape.Replay;
import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TextVectorsTest {

  private static final String PATH = "/v1/embeddings";

  @RegisterExtension
  static final WireMockExtension SERVICE =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  @TempDir Path scratch;

  private FlowResult scored(String answer, String expected) throws IOException {
    Path connection =
        Files.writeString(
            scratch.resolve("embedding.yaml"),
            "name: embedding_connection\ntype: open_ai\napi_key: k3y\nbase_url: %s/v1\n"
                .formatted(SERVICE.baseUrl()));
    FlowSettings settings = FlowSettings.defaults().withConnectionFiles(List.of(connection));
    try (Flow flow = Flow.load(JudgeRun.BUILTIN.resolve("semantic_similarity"), settings)) {
      return flow.run(
          RunRequest.of(Map.of("answer", answer, "ground_truth", expected)).withAggregation());
    }
  }

  private void answering() {
    SERVICE.stubFor(
        post(urlPathEqualTo(PATH))
            .willReturn(
                okJson(
                    """
                    {"object": "list", "model": "text-embedding-3-small",
                     "data": [{"object": "embedding", "index": 0, "embedding": [1.0, 2.0]},
                              {"object": "embedding", "index": 1, "embedding": [3.0, 4.0]}],
                     "usage": {"prompt_tokens": 4, "total_tokens": 4}}
                    """)));
  }

  private FlowRuns runs(RunStore store, Optional<CallTape> tape) throws IOException {
    Path connection =
        Files.writeString(
            scratch.resolve("embedding.yaml"),
            "name: embedding_connection\ntype: open_ai\napi_key: k3y\nbase_url: %s/v1\n"
                .formatted(SERVICE.baseUrl()));
    RunHost host = RunHost.ofProcess().withConnectionFiles(List.of(connection));
    return new FlowRuns(store, tape.map(host::withTape).orElse(host));
  }

  private RunSpec spec(String name, Map<String, Value> settings, String... answers)
      throws IOException {
    Path rows =
        Files.write(
            scratch.resolve(name + ".jsonl"),
            Stream.of(answers)
                .map("{\"answer\": \"%s\", \"ground_truth\": \"b\"}"::formatted)
                .toList());
    return RunSpec.of(JudgeRun.BUILTIN.resolve("semantic_similarity").toString())
        .withName(new RunName(name))
        .withData(DataSource.of(rows.toString()))
        .withSettings(Value.of(settings));
  }

  private RunStore store() {
    return RunStores.open(new StoreAddress.Sqlite(scratch.resolve("runs.sqlite")));
  }

  @Test
  void vectorsAreAskedForOnceWhereAnswersAreShared() throws IOException {
    answering();
    Map<String, Value> shared = Map.of("cache", Value.of("shared"));

    try (RunStore store = store()) {
      FlowRuns runs = runs(store, Optional.empty());
      Run first = runs.run(spec("first", shared, "a", "a"), RunListener.SILENT);
      Run second = runs.run(spec("second", shared, "a", "a"), RunListener.SILENT);

      assertThat(first.progress().calls()).isEqualTo(1);
      assertThat(first.progress().usage().total()).as("counted once").isEqualTo(4);
      assertThat(second.progress().completed()).isEqualTo(2);
      assertThat(second.progress().calls()).isZero();
      assertThat(second.progress().saved().tokens()).isEqualTo(2 * 4);
      assertThat(second.progress().saved().calls()).isEqualTo(2);
    }
    SERVICE.verify(1, postRequestedFor(urlPathEqualTo(PATH)));
  }

  @Test
  void anAnswerIsKeptBesideTheResultOfTheTool() throws IOException {
    answering();
    Map<String, Value> shared = Map.of("cache", Value.of("shared"));

    try (RunStore store = store()) {
      var _ = runs(store, Optional.empty()).run(spec("first", shared, "a"), RunListener.SILENT);

      assertThat(store.answers().newest(9))
          .as("the vectors, and what the tool made of them")
          .hasSize(2)
          .anySatisfy(entry -> assertThat(entry.answer().call().usage().total()).isEqualTo(4));
    }
  }

  @Test
  void theBudgetOfARunIsKeptBeforeVectorsAreAskedFor() throws IOException {
    answering();
    Map<String, Value> one = Map.of("budget", Value.of("1 call"));

    try (RunStore store = store()) {
      FlowRuns runs = runs(store, Optional.empty());
      Run stopped = runs.run(spec("first", one, "a", "c", "d"), RunListener.SILENT);

      assertThat(stopped.status()).isEqualTo(RunStatus.CANCELED);
      SERVICE.verify(1, postRequestedFor(urlPathEqualTo(PATH)));

      Run whole =
          runs.resume(stopped.name(), Optional.of(Budget.read("9 calls")), RunListener.SILENT);

      assertThat(whole.progress().completed()).isEqualTo(3);
      SERVICE.verify(3, postRequestedFor(urlPathEqualTo(PATH)));
    }
  }

  @Test
  void aRecordingAnswersWithoutTheService() throws IOException {
    answering();
    Path file = scratch.resolve("calls.jsonl");
    try (RunStore store = store()) {
      try (Recorder recorder = Recorder.into(file)) {
        var _ =
            runs(store, Optional.of(recorder))
                .run(spec("first", Map.of(), "a"), RunListener.SILENT);
      }
      SERVICE.resetAll();

      Run again =
          runs(store, Optional.of(Replay.of(file)))
              .run(spec("second", Map.of(), "a"), RunListener.SILENT);

      assertThat(again.progress().completed()).isEqualTo(1);
      assertThat(again.progress().bill().in("USD").amount()).isZero();
    }
    SERVICE.verify(0, postRequestedFor(urlPathEqualTo(PATH)));
  }

  /// 1·3 + 2·4 + 2·0 = 11; the lengths are 3 and 5.
  @Test
  void theCosineOfBothVectorsIsTheScore() throws IOException {
    SERVICE.stubFor(
        post(urlPathEqualTo(PATH))
            .willReturn(
                okJson(
                    """
                    {"object": "list", "model": "text-embedding-3-small",
                     "data": [{"object": "embedding", "index": 0, "embedding": [1.0, 2.0, 2.0]},
                              {"object": "embedding", "index": 1, "embedding": [3.0, 4.0, 0.0]}],
                     "usage": {"prompt_tokens": 4, "total_tokens": 4}}
                    """)));

    FlowResult result = scored("one", "other");

    assertThat(result.status()).as("%s", result.failure()).isEqualTo(FlowResult.Status.COMPLETED);
    assertThat(result.outputs().get("semantic_similarity"))
        .isInstanceOfSatisfying(
            Value.Decimal.class,
            score -> assertThat(score.number()).isCloseTo(11 / 15.0, within(1e-6)));
    assertThat(result.metrics().entries()).containsKey("semantic_similarity");
    assertThat(result.usage().total()).isEqualTo(4);
    SERVICE.verify(
        1,
        postRequestedFor(urlPathEqualTo(PATH))
            .withHeader("Authorization", equalTo("Bearer k3y"))
            .withRequestBody(matchingJsonPath("$.model", equalTo("text-embedding-3-small")))
            .withRequestBody(matchingJsonPath("$.input[1]", equalTo("other"))));
  }

  @Test
  void anEmptyAnswerIsNotScoredAndNobodyIsAsked() throws IOException {
    FlowResult result = scored(" ", "other");

    assertThat(result.outputs().get("semantic_similarity")).isEqualTo(Value.Null.NULL);
    SERVICE.verify(0, postRequestedFor(urlPathEqualTo(PATH)));
  }
}
