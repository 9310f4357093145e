package io.promptflow4j.core.engine.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An MCP server over HTTP that asks something in the middle of its reply and waits for the answer,
/// and leaves its stream open: both are allowed by the protocol (2025-06-18, "Streamable HTTP").
@Timeout(60)
class McpStreamTest {

  @TempDir private Path folder;
  private final BlockingQueue<Value.Mapping> answers = new LinkedBlockingQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/mcp", this::talk);
    server.start();
    Files.writeString(
        folder.resolve("mcp.yaml"),
        "servers: {test: {url: 'http://127.0.0.1:%d/mcp'}}"
            .formatted(server.getAddress().getPort()));
    Files.writeString(
        folder.resolve("flow.dag.yaml"),
        """
        outputs: {answer: "${ask.output}"}
        nodes:
        - {name: ask, type: mcp, mcp: {server: test, tool: add}, inputs: {a: 1}}
        """);
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void talk(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (body.isEmpty()) {
      exchange.sendResponseHeaders(204, -1);
      return;
    }
    Value.Mapping message = (Value.Mapping) Json.read(body);
    String method = message.get("method") instanceof Value.Text(var name) ? name : "";
    switch (method) {
      case "initialize" ->
          reply(exchange, message, "{\"protocolVersion\": \"2025-06-18\", \"capabilities\": {}}");
      case "tools/list" ->
          reply(exchange, message, "{\"tools\": [{\"name\": \"add\", \"inputSchema\": {}}]}");
      case "tools/call" -> stream(exchange, message);
      case "" -> {
        answers.add(message);
        exchange.sendResponseHeaders(202, -1);
      }
      default -> exchange.sendResponseHeaders(202, -1);
    }
  }

  private static void reply(HttpExchange exchange, Value.Mapping message, String result)
      throws IOException {
    byte[] body = result(message, result).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("Mcp-Session-Id", "s-1");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String result(Value.Mapping message, String result) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}"
        .formatted(Json.write(message.entries().getOrDefault("id", Value.Null.NULL)), result);
  }

  private void stream(HttpExchange exchange, Value.Mapping message) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream; charset=utf-8");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    event(out, "{\"jsonrpc\":\"2.0\",\"id\":\"p-1\",\"method\":\"ping\"}");
    event(out, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"sampling/createMessage\"}");
    try {
      String text =
          String.valueOf(answers.poll(20, TimeUnit.SECONDS)) + answers.poll(20, TimeUnit.SECONDS);
      String content = Json.write(Value.of(text));
      event(
          out,
          result(
              message, "{\"content\": [{\"type\": \"text\", \"text\": %s}]}".formatted(content)));
      over.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void event(OutputStream out, String data) throws IOException {
    String event = ": so far\nevent: message\ndata: %s\n\n".formatted(data);
    out.write(event.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Test
  void aServerThatAsksAmidItsReplyIsAnsweredAndNobodyWaitsForTheEndOfTheStream() {
    try (Flow flow = Flow.load(folder, FlowSettings.defaults().withEnvironment(Map.of()))) {
      FlowResult result = flow.run(Map.of());

      assertThat(result.failure()).isEmpty();
      assertThat(result.outputs().toString())
          .contains("p-1", "result")
          .contains("-32601", "this client answers no such request");
    }
  }
}
