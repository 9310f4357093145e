package io.promptflow4j.core.engine;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.run.InMemoryRunStore;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is said of calls whose service does not say how many tokens they took.
@Timeout(60)
class EstimatedUsageTest {

  @TempDir Path folder;
  private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());

  @BeforeEach
  void open() throws IOException {
    server.start();
    server.stubFor(
        post(anyUrl())
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/json")
                    .withBody(
                        """
                        {"id": "c", "object": "chat.completion", "created": 1, "model": "gpt-4o",
                         "choices": [{"index": 0, "finish_reason": "stop",
                           "message": {"role": "assistant", "content": "tiktoken is great!"}}]}
                        """)));
    Files.createDirectories(folder.resolve("flow"));
    write(
        "flow/flow.dag.yaml",
        """
        inputs: {question: {type: string}}
        outputs: {answer: {type: string, reference: '${ask.output}'}}
        nodes:
        - {name: ask, type: llm, source: {type: code, path: ask.jinja2}, api: chat, connection: lab,
           inputs: {deployment_name: gpt-4o, question: '${inputs.question}'}}
        """);
    write("flow/ask.jinja2", "# user:\n{{question}}");
    write(
        "lab.yaml",
        "name: lab\ntype: azure_open_ai\napi_key: k\napi_base: http://127.0.0.1:%d\n"
            .formatted(server.port()));
  }

  @AfterEach
  void close() {
    server.stop();
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  /// OpenAI's cookbook ("How to count tokens with tiktoken") encodes "tiktoken is great!" as 83,
  /// 8251, 2488, 382, 2212, 0: six tokens; around a message it counts 3, for its role 1, and 3
  /// before the answer. A million tokens of gpt-4o cost 2.50 USD read and 10 USD written.
  @Test
  void theyAreCountedAndMarkedAsAnEstimate() {
    FlowResult result;
    try (Flow flow =
        Flow.load(
            folder.resolve("flow"),
            FlowSettings.defaults().withConnectionFiles(List.of(folder.resolve("lab.yaml"))))) {
      result = flow.run(Map.of("question", "tiktoken is great!"));
    }

    assertThat(result.usage()).isEqualTo(new TokenUsage(13, 6, 19, 0, 0, true));
    Span call = result.trace().children().getFirst().children().getFirst();
    assertThat(call.cost()).contains(new Cost.Estimated(Money.of("0.0000925", "USD")));
  }

  @Test
  void theBillAndTheBudgetOfARunKnowThem() throws IOException {
    write("rows.jsonl", "{\"question\": \"tiktoken is great!\"}\n".repeat(3));
    var store = new InMemoryRunStore();
    var host =
        RunHost.ofProcess()
            .withEnvironment(Map.of())
            .withConnectionFiles(List.of(folder.resolve("lab.yaml")));

    Run run =
        new FlowRuns(store, host)
            .run(
                RunSpec.of(folder.resolve("flow").toString())
                    .withData(DataSource.of(folder.resolve("rows.jsonl").toString()))
                    .withConcurrency(1)
                    .withSettings(Value.of(Map.of("budget", Value.of("0.0002 USD")))),
                RunListener.SILENT);

    assertThat(run.progress().bill()).hasToString("≈ 0.000185 USD, 2 calls estimated");
    assertThat(run.status()).isEqualTo(RunStatus.CANCELED);
    assertThat(Json.write(store.row(run.name(), new RowKey(0, 0)).orElseThrow().detail()))
        .contains("\"reasoning_tokens\":0,\"estimated\":true")
        .contains("\"currency\":\"USD\",\"estimated\":true");
  }
}
