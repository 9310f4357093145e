package io.promptflow4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.run.Run;
import io.promptflow4j.core.run.RunStatus;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStore.RowFilter;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs that end between two rounds of a model that calls tools: neither the first round nor the
/// tool's call is made again.
@Timeout(120)
class ToolLoopResumeTest {

  private static final String CALL =
      """
      {"model": "m", "choices": [{"index": 0, "finish_reason": "tool_calls", "message":
        {"role": "assistant", "content": null, "tool_calls": [{"id": "c1", "type": "function",
          "function": {"name": "note", "arguments": "{\\"text\\": \\"hi\\"}"}}]}}],
       "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}
      """;

  private static final String ANSWER =
      """
      {"model": "m", "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "noted"}}],
       "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}
      """;

  @TempDir Path folder;
  private final AtomicInteger first = new AtomicInteger();
  private final AtomicInteger second = new AtomicInteger();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer service;

  @BeforeEach
  void write() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.setExecutor(threads);
    service.createContext("/", this::answer);
    service.start();
    RunProcess.prepare(
        folder, "http://127.0.0.1:%d/v1".formatted(service.getAddress().getPort()), 1);
    Files.writeString(
        folder.resolve("flow/flow.dag.yaml"),
        """
        inputs: {question: {type: string}}
        outputs: {answer: "${ask.output}"}
        nodes:
        - {name: ask, type: llm, source: {type: code, path: ask.jinja2}, api: chat, connection: model,
           inputs: {model: m, question: "${inputs.question}"}, tools: [note], max_tool_rounds: 2}
        - {name: note, type: python, source: {type: code, path: note.py}}
        """);
    Files.writeString(
        folder.resolve("flow/note.py"),
        """
        from promptflow.core import tool

        @tool
        def note(text: str) -> str:
            with open("%s", "a") as notes:
                notes.write(text + "\\n")
            return "done"
        """
            .formatted(folder.resolve("notes")));
  }

  @AfterEach
  void close() {
    released.countDown();
    service.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean isSecond = asked.contains("tool_call_id");
    if ((isSecond ? second : first).incrementAndGet() == 1 && isSecond) {
      reached.countDown();
      try {
        released.await();
      } catch (InterruptedException _) {
        return;
      }
    }
    byte[] body = (isSecond ? ANSWER : CALL).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void assertAnswered(RunStore store, Run run) throws IOException {
    assertThat(run.status()).isEqualTo(RunStatus.COMPLETED);
    try (var rows = store.rows(run.name(), RowFilter.ALL)) {
      assertThat(rows.map(row -> row.outputs().get("answer"))).containsExactly(Value.of("noted"));
    }
    assertThat(first).hasValue(1);
    assertThat(folder.resolve("notes")).hasContent("hi");
  }

  @Test
  void aRunThatIsKilledInItsSecondRoundBeginsThere() throws Exception {
    Process process = RunProcess.start(folder);
    assertThat(reached.await(60, TimeUnit.SECONDS))
        .as(Files.readString(folder.resolve("process.log")))
        .isTrue();
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    released.countDown();

    try (RunStore store = RunProcess.store(folder)) {
      Run resumed = RunProcess.work(folder, store);

      assertAnswered(store, resumed);
      assertThat(second).hasValue(2);
      assertThat(resumed.progress().inDoubt()).isEqualTo(1);
    }
  }

  @Test
  void aRunThatItsBudgetStopsBetweenTwoRoundsBeginsThere() throws Exception {
    released.countDown();
    try (RunStore store = RunProcess.store(folder)) {
      FlowRuns runs = RunProcess.runs(folder, store);
      var budget = Value.of(Map.of("budget", Value.of("1 call")));

      Run stopped = runs.run(RunProcess.spec(folder).withSettings(budget), RunListener.SILENT);
      assertThat(stopped.status()).isEqualTo(RunStatus.CANCELED);
      assertThat(second).hasValue(0);
      Run resumed =
          runs.resume(stopped.name(), Optional.of(Budget.read("2 calls")), RunListener.SILENT);

      assertAnswered(store, resumed);
      assertThat(second).hasValue(1);
      assertThat(resumed.progress().calls()).isEqualTo(2);
    }
  }
}
