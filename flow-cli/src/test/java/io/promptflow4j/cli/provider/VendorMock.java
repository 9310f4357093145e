package io.promptflow4j.cli.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A service that speaks every vendor's format: it checks that a request is one of that vendor's,
/// with its key, and answers "pong from VENDOR".
final class VendorMock implements AutoCloseable {

  /// One request.
  record Heard(String path, Map<String, List<String>> headers, String body) {}

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private volatile String refusal = "";

  VendorMock() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Heard> heard() {
    return heard;
  }

  /// From now on everything is refused, with the request's own key in the message.
  void refuseRepeatingTheKey() {
    refusal = "the key is wrong";
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      String path = exchange.getRequestURI().toString();
      heard.add(new Heard(path, Map.copyOf(exchange.getRequestHeaders()), body));
      Answer answer = refusal.isEmpty() ? answer(path, exchange, body) : refused(exchange);
      byte[] bytes = answer.body().getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Answer refused(HttpExchange exchange) {
    var forms = new StringBuilder(refusal);
    for (List<String> values : exchange.getRequestHeaders().values()) {
      for (String value : values) {
        String key = value.replaceFirst("^Bearer ", "");
        forms.append(" ").append(key).append(" ").append(URLEncoder.encode(key, UTF_8));
        forms.append(" ").append(Base64.getEncoder().encodeToString(key.getBytes(UTF_8)));
      }
    }
    return error(401, forms.toString());
  }

  private static Answer error(int status, String message) {
    var error = Value.of(Map.of("message", Value.of(message)));
    return new Answer(status, Json.write(Value.of(Map.of("error", error))));
  }

  private static Answer answer(String path, HttpExchange exchange, String body) {
    var keys = ((Value.Mapping) Json.read(body)).entries().keySet();
    if (path.endsWith("/v1/messages")) {
      return keys.contains("max_tokens")
              && has(exchange, "x-api-key")
              && has(exchange, "anthropic-version")
          ? anthropic()
          : error(400, "not as Anthropic wants it");
    }
    if (path.endsWith(":generateContent")) {
      return keys.contains("contents") && has(exchange, "x-goog-api-key")
          ? gemini()
          : error(400, "not as Gemini wants it");
    }
    if (path.endsWith("/api/chat")) {
      return keys.contains("messages") && !keys.contains("temperature")
          ? ollama()
          : error(400, "not as Ollama wants it");
    }
    if (path.endsWith("/converse")) {
      return keys.contains("messages") && !keys.contains("model")
          ? converse()
          : error(400, "not as Bedrock wants it");
    }
    if (path.endsWith("/responses")) {
      return keys.contains("input") ? responses() : error(400, "not as OpenAI wants it");
    }
    return path.contains("/chat/completions") && keys.contains("messages")
        ? chat()
        : error(404, "no such path");
  }

  private static boolean has(HttpExchange exchange, String header) {
    return exchange.getRequestHeaders().containsKey(header);
  }

  private static Answer anthropic() {
    return new Answer(
        200,
        """
        {"type": "message", "role": "assistant", "model": "m",
         "content": [{"type": "text", "text": "pong from Anthropic"}],
         "stop_reason": "end_turn", "usage": {"input_tokens": 3, "output_tokens": 2}}
        """);
  }

  private static Answer gemini() {
    return new Answer(
        200,
        """
        {"candidates": [{"content": {"role": "model", "parts": [{"text": "pong from Gemini"}]},
           "finishReason": "STOP"}],
         "usageMetadata": {"promptTokenCount": 3, "candidatesTokenCount": 2}, "modelVersion": "m"}
        """);
  }

  private static Answer ollama() {
    return new Answer(
        200,
        """
        {"model": "m", "message": {"role": "assistant", "content": "pong from Ollama"},
         "done": true, "done_reason": "stop", "prompt_eval_count": 3, "eval_count": 2}
        """);
  }

  private static Answer converse() {
    return new Answer(
        200,
        """
        {"output": {"message": {"role": "assistant", "content": [{"text": "pong from Bedrock"}]}},
         "stopReason": "end_turn", "usage": {"inputTokens": 3, "outputTokens": 2}}
        """);
  }

  private static Answer responses() {
    return new Answer(
        200,
        """
        {"status": "completed", "model": "m", "output": [{"type": "message", "content": [
           {"type": "output_text", "text": "pong from Responses"}]}],
         "usage": {"input_tokens": 3, "output_tokens": 2}}
        """);
  }

  private static Answer chat() {
    return new Answer(
        200,
        """
        {"model": "m", "choices": [{"index": 0, "finish_reason": "stop",
           "message": {"role": "assistant", "content": "pong from chat"}}],
         "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}
        """);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
