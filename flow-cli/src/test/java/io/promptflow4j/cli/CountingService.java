package io.promptflow4j.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/// A model service on this machine that speaks OpenAI's protocol and remembers what it was asked.
public final class CountingService implements AutoCloseable {

  private static final String VECTORS =
      """
      {"object": "list", "model": "text-embedding-3-small",
       "data": [{"object": "embedding", "index": 0, "embedding": [1.0, 2.0]},
                {"object": "embedding", "index": 1, "embedding": [2.0, 1.0]}],
       "usage": {"prompt_tokens": 4, "total_tokens": 4}}
      """;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final UnaryOperator<String> answers;

  /// @param answers what it says to the last message
  public CountingService(UnaryOperator<String> answers) throws IOException {
    this.answers = answers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /// Where it listens.
  public String url() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  /// What it was asked since this was called last.
  public List<String> takeAsked() {
    List<String> taken = List.copyOf(asked);
    asked.clear();
    return taken;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var request = (Value.Mapping) Json.read(body);
      boolean embeds = exchange.getRequestURI().getPath().endsWith("/embeddings");
      String last = embeds ? "embed " + embedded(request) : last(request);
      asked.add(last);
      String text = embeds ? VECTORS : reply(answers.apply(last));
      byte[] reply = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, reply.length);
      exchange.getResponseBody().write(reply);
    }
  }

  private static String embedded(Value.Mapping request) {
    return Json.write(request.entries().getOrDefault("input", Value.Null.NULL));
  }

  private static String last(Value.Mapping request) {
    var messages =
        (Value.Sequence) request.entries().getOrDefault("messages", Value.Sequence.EMPTY);
    var message = (Value.Mapping) messages.items().getLast();
    return message.get("content") instanceof Value.Text(String text) ? text : "";
  }

  private static String reply(String text) {
    return """
    {"id": "1", "object": "chat.completion", "created": 1, "model": "m-2026-01-01",
     "choices": [{"index": 0, "finish_reason": "stop",
       "message": {"role": "assistant", "content": %s}}],
     "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}}
    """
        .formatted(Json.write(Value.of(text)));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
