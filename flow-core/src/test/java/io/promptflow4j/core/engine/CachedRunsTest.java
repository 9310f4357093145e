package io.promptflow4j.core.engine;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.cache.CacheMode;
import io.promptflow4j.core.execution.cache.CacheSettings;
import io.promptflow4j.core.execution.cache.CallMemory;
import io.promptflow4j.core.execution.cache.KeptAnswer;
import io.promptflow4j.core.execution.cache.Origin;
import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.execution.cache.TrialCache;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How often runs with a cache ask a service, counted there.
@Timeout(120)
class CachedRunsTest {

  private static final String SECRET = "sk-canary-5f1d7c";

  private static final String FLOW =
      """
      inputs: {question: {type: string}}
      outputs: {answer: {type: string, reference: '${ask.output}'}}
      nodes:
      - name: ask
        type: llm
        source: {type: code, path: ask.jinja2}
        api: chat
        connection: lab
        inputs: {deployment_name: gpt-4o, question: '${inputs.question}'}
      """;

  @TempDir Path folder;
  private Path flow;
  private RunStore store;
  private FlowRuns runs;
  private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());

  @BeforeEach
  void open() throws IOException {
    server.start();
    answering("yes", "stop");
    flow = Files.createDirectories(folder.resolve("flow"));
    file("flow/flow.dag.yaml", FLOW);
    file("flow/ask.jinja2", "# user:\n{{question}}");
    file(
        "lab.yaml",
        "name: lab\ntype: azure_open_ai\napi_key: %s\napi_base: http://127.0.0.1:%d\n"
            .formatted(SECRET, server.port()));
    questions("one", "two", "one");
    store = RunStores.open(new StoreAddress.Sqlite(folder.resolve("runs.sqlite")));
    runs =
        new FlowRuns(
            store,
            RunHost.ofProcess()
                .withEnvironment(Map.of())
                .withConnectionFiles(List.of(folder.resolve("lab.yaml"))));
  }

  @AfterEach
  void close() {
    store.close();
    server.stop();
  }

  private void answering(String text, String finishReason) {
    server.resetAll();
    server.stubFor(
        post(anyUrl())
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/json")
                    .withBody(
                        """
                        {"id": "c", "object": "chat.completion", "created": 1, "model": "gpt-4o",
                         "choices": [{"index": 0, "finish_reason": "%s",
                           "message": {"role": "assistant", "content": "%s"}}],
                         "usage": {"prompt_tokens": 100, "completion_tokens": 20,
                           "total_tokens": 120}}
                        """
                            .formatted(finishReason, text))));
  }

  private void file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void questions(String... texts) throws IOException {
    Files.write(
        folder.resolve("rows.jsonl"),
        Stream.of(texts).map("{\"question\": \"%s\"}"::formatted).toList());
  }

  private Run run(String name, Map<String, String> settings, int repeats) {
    var all = new LinkedHashMap<String, Value>();
    settings.forEach((key, value) -> all.put(key, Value.of(value)));
    return runs.run(
        RunSpec.of(flow.toString())
            .withName(new RunName(name))
            .withData(DataSource.of(folder.resolve("rows.jsonl").toString()))
            .withRepeats(repeats)
            .withSettings(new Value.Mapping(all)),
        RunListener.SILENT);
  }

  private Run run(String name, String cache) {
    return run(name, Map.of("cache", cache), 1);
  }

  private int asked() {
    return server.countRequestsMatching(postRequestedFor(anyUrl()).build()).getCount();
  }

  @Nested
  class Off {

    @Test
    void eachRowAsksForItselfAndSoDoesTheNextRun() {
      Run first = run("first", Map.of(), 1);
      assertThat(asked()).isEqualTo(3);
      assertThat(first.progress().saved()).isEqualTo(Savings.NONE);

      run("second", "off");
      assertThat(asked()).isEqualTo(6);
      assertThat(store.answers().content().answers()).isZero();
    }
  }

  @Nested
  class WithinARun {

    @Test
    void equalRowsAskOnceAndTheRunKnowsWhatThatSaved() {
      Run run = run("first", "run");

      assertThat(asked()).isEqualTo(2);
      assertThat(run.progress().completed()).isEqualTo(3);
      assertThat(run.progress().calls()).isEqualTo(2);
      assertThat(run.progress().usage().total()).isEqualTo(240);
      assertThat(run.progress().saved().calls()).isEqualTo(1);
      assertThat(run.progress().saved().tokens()).isEqualTo(120);
      assertThat(run.progress().saved().bill().isComplete()).as("gpt-4o has a price").isTrue();
    }

    @Test
    void equalElementsAskOnce() throws Exception {
      String words = "inputs: {deployment_name: gpt-4o, question: '${item}'}\n";
      file(
          "flow/flow.dag.yaml",
          FLOW.replace(
                  "inputs: {deployment_name: gpt-4o, question: '${inputs.question}'}",
                  words + "  for_each: {in: '${inputs.words}', concurrency: 1}")
              .replace("{question: {type: string}}", "{words: {type: list}}"));
      file("rows.jsonl", "{\"words\": [\"one\", \"two\", \"one\"]}\n");

      run("first", "shared");
      assertThat(asked()).isEqualTo(2);

      file("rows.jsonl", "{\"words\": [\"two\", \"three\"]}\n");
      run("second", "shared");
      assertThat(asked()).as("three alone is new").isEqualTo(3);
    }

    @Test
    void eachRoundAsksAgainSinceItWantsAnotherAnswer() throws Exception {
      file(
          "flow/flow.dag.yaml",
          FLOW + "  repeat: {until: \"${output} == 'no'\", max: 3, on_max: last}\n");
      questions("one");

      run("first", "shared");
      assertThat(asked()).isEqualTo(3);
      run("second", "shared");
      assertThat(asked()).as("each round finds its own").isEqualTo(3);
    }

    @Test
    void repeatsAskEachForThemselves() {
      run("first", Map.of("cache", "run"), 4);

      assertThat(asked()).isEqualTo(2 * 4);
    }

    @Test
    void anotherRunAsksAgain() {
      run("first", "run");
      run("second", "run");

      assertThat(asked()).isEqualTo(4);
    }

    @Test
    void aToolRunsEachTimeUnlessItsAuthorAllowsToShare() throws IOException {
      file(
          "flow/Clock.java",
          "public class Clock { public static String clock(String q) {"
              + " return q + System.nanoTime(); } }");
      String tool =
          """
          inputs: {question: {type: string}}
          outputs: {answer: {type: string, reference: '${clock.output}'}}
          nodes:
          - {name: clock, type: java, source: {type: code, path: Clock.java}, inputs: {q: '${inputs.question}'}%s}
          """;

      file("flow/flow.dag.yaml", tool.formatted(""));
      assertThat(answers(run("each", "shared"))).hasSize(3);

      file("flow/flow.dag.yaml", tool.formatted(", enable_cache: true"));
      Set<Value> shared = answers(run("shares", "shared"));
      assertThat(shared).hasSize(2);
      assertThat(answers(run("again", "shared"))).isEqualTo(shared);
    }

    private Set<Value> answers(Run run) {
      try (var rows = store.rows(run.name(), RowFilter.ALL)) {
        return rows.map(row -> row.outputs().get("answer")).collect(toSet());
      }
    }

    @Test
    void aNodeThatSaysNoAsksEachTime() throws IOException {
      file("flow/flow.dag.yaml", FLOW + "  enable_cache: false\n");

      run("first", "run");

      assertThat(asked()).isEqualTo(3);
    }
  }

  @Nested
  class Shared {

    @Test
    void anotherRunAsksNothingPaysNothingAndSaysWhoDid() {
      Run first = run("first", "shared");
      assertThat(asked()).isEqualTo(2);

      Run second = run("second", "shared");

      assertThat(asked()).isEqualTo(2);
      assertThat(second.status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(second.progress().calls()).isZero();
      assertThat(second.progress().usage().total()).isZero();
      assertThat(second.progress().bill().calls()).isZero();
      assertThat(second.progress().saved().calls()).isEqualTo(3);
      assertThat(second.progress().saved().bill().in("USD").amount())
          .isEqualByComparingTo(
              first.progress().bill().in("USD").amount().multiply(new BigDecimal("1.5")));
      String detail = Json.write(store.row(second.name(), new RowKey(2, 0)).orElseThrow().detail());
      assertThat(detail)
          .contains("\"name\":\"cached\"")
          .contains("\"run\":\"first\"")
          .contains("\"tokens\":120");
    }

    @Test
    void repeatsStayIndependentAndComeBackInTheirPlaces() {
      run("first", Map.of("cache", "shared"), 3);
      assertThat(asked()).isEqualTo(2 * 3);

      Run more = run("second", Map.of("cache", "shared"), 5);

      assertThat(asked()).as("the two repeats that nobody had asked for").isEqualTo(2 * 5);
      assertThat(more.progress().saved().calls()).isEqualTo(3 * 3 + 2);
    }

    @Test
    void anAnswerCostsNothingAgainstABudget() {
      run("first", "shared");

      Run second = run("second", Map.of("cache", "shared", "budget", "1 calls"), 1);

      assertThat(second.status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void errorsAreAskedForAgain() {
      server.resetAll();
      server.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(400)));
      Run failed = run("first", "shared");
      assertThat(failed.progress().failed()).isEqualTo(3);
      assertThat(store.answers().content().answers()).isZero();

      answering("yes", "stop");
      Run second = run("second", "shared");

      assertThat(second.progress().completed()).isEqualTo(3);
      assertThat(asked()).isEqualTo(2);
    }

    @Test
    void anAnswerThatTheServiceCutOffIsNotGivenToOthers() {
      answering("ye", "length");

      run("first", "shared");

      assertThat(store.answers().content().answers()).isZero();
    }

    @Test
    void anAnswerThatIsTooOldIsAskedForAgain() throws Exception {
      run("first", "shared");

      run("second", Map.of("cache", "shared", "cache_ttl", "1h"), 1);
      assertThat(asked()).isEqualTo(2);

      store.answers().newest(9).forEach(one -> store.answers().keep(older(one.answer())));
      run("third", Map.of("cache", "shared", "cache_ttl", "1h"), 1);
      assertThat(asked()).isEqualTo(4);
    }

    private static KeptAnswer older(KeptAnswer answer) {
      var origin =
          new Origin(
              Optional.of("first"), 0, 0, Instant.now().minusSeconds(7_200), Duration.ofMillis(5));
      return new KeptAnswer(answer.key(), answer.node(), origin.onto(answer.call()));
    }

    @Test
    void anotherPromptModelOrAddressIsAnotherQuestion() throws IOException {
      run("first", "shared");
      file("flow/ask.jinja2", "# user:\nplease: {{question}}");

      run("second", "shared");

      assertThat(asked()).isEqualTo(4);
      assertThat(
              server
                  .countRequestsMatching(
                      postRequestedFor(anyUrl()).withRequestBody(containing("please")).build())
                  .getCount())
          .isEqualTo(2);
    }

    @Test
    void noSecretIsInTheStore() throws IOException {
      run("first", "shared");
      store.close();

      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(one -> one.toString().contains("runs.sqlite")).toList()) {
          assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(SECRET);
        }
      }
    }

    @Test
    void aRunThatWasMadeWithoutCanGoOnWithIt() throws IOException {
      run("first", "shared");
      questions("one", "two", "one", "fails");
      server.stubFor(
          post(anyUrl())
              .withRequestBody(containing("fails"))
              .willReturn(aResponse().withStatus(400)));
      Run without = run("second", "off");
      assertThat(without.progress().failed()).isEqualTo(1);
      int before = asked();

      Run again =
          runs.resume(
              without.name(),
              Optional.empty(),
              Optional.of(new CacheSettings(CacheMode.SHARED, Optional.empty())),
              RunListener.SILENT);

      assertThat(asked() - before).as("the row that failed").isEqualTo(1);
      assertThat(again.progress().completed()).isEqualTo(3);
    }
  }

  @Test
  void anAnswerThatWasThereComesPieceByPieceToWhoeverListens() {
    answering("a long answer, in which the words follow one another, as words do", "stop");
    run("first", "shared");
    var trial =
        new TrialCache(
            new CacheSettings(CacheMode.SHARED, Optional.empty()),
            store.answers(),
            InstantSource.system(),
            notice -> {
              throw new IllegalStateException(notice);
            });
    var pieces = new ArrayList<String>();

    try (Flow loaded =
        Flow.load(
            flow,
            FlowSettings.defaults()
                .withConnectionFiles(List.of(folder.resolve("lab.yaml")))
                .withMemory(new CallMemory(Optional.of(trial), Optional.empty())))) {
      loaded.run(
          RunRequest.of(Map.of("question", "one"))
              .withChunks((_, piece) -> pieces.add(String.valueOf(piece.toPlain()))));
    }

    assertThat(asked()).isEqualTo(2);
    assertThat(pieces).hasSizeGreaterThan(2);
    assertThat(String.join("", pieces))
        .isEqualTo("a long answer, in which the words follow one another, as words do");
  }

  @Test
  void theWorkspaceStaysWithinItsLimitWhileARunGoesOn() throws Exception {
    answering("a".repeat(1000), "stop");
    questions(IntStream.range(0, 30).mapToObj("question %d"::formatted).toArray(String[]::new));
    runs =
        new FlowRuns(
            store,
            RunHost.ofProcess()
                .withEnvironment(Map.of(CacheSettings.LIMIT_VARIABLE, "4KB"))
                .withConnectionFiles(List.of(folder.resolve("lab.yaml"))));
    var most = new AtomicLong();

    runs.run(
        RunSpec.of(flow.toString())
            .withData(DataSource.of(folder.resolve("rows.jsonl").toString()))
            .withConcurrency(3)
            .withSettings(Value.of(Map.of("cache", Value.of("shared")))),
        _ -> most.accumulateAndGet(store.answers().content().bytes(), Math::max));

    assertThat(asked()).isEqualTo(30);
    assertThat(most.get()).as("the run's last rows, and the limit").isBetween(1L, 20_000L);
    assertThat(store.answers().content().bytes()).isLessThanOrEqualTo(4096);
  }

  @Test
  void aModeThatIsNoneIsRefusedBeforeTheFirstCall() {
    assertThatThrownBy(() -> run("first", "always"))
        .isInstanceOf(RunRefusedException.class)
        .hasMessageContaining("'always' is none of off, run, shared");
    assertThatThrownBy(() -> run("first", Map.of("cache_ttl", "soon"), 1))
        .hasMessageContaining("'soon' is no time");
    assertThat(asked()).isZero();
  }
}
