package io.promptflow4j.spark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A service that speaks OpenAI's protocol and never forgets what it was asked: it answers `about
/// X` to a message that holds `<X>`.
final class CountingModel implements AutoCloseable {

  private static final Pattern ASKED = Pattern.compile("<([^<>]*)>");

  private final HttpServer server;
  private final Duration latency;
  private final Map<String, LongAdder> asked = new ConcurrentHashMap<>();
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final CountDownLatch never = new CountDownLatch(1);

  CountingModel(Duration latency) throws IOException {
    this.latency = latency;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Matcher found = ASKED.matcher(body);
      String question = found.find() ? found.group(1) : "?";
      asked.computeIfAbsent(question, _ -> new LongAdder()).increment();
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      try {
        boolean _ = never.await(latency.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      } finally {
        inside.decrementAndGet();
      }
      if (question.startsWith("bad")) {
        reply(exchange, 400, "{\"error\":{\"message\":\"no answer to that\"}}");
      } else {
        reply(exchange, 200, reply("about " + question));
      }
    }
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String reply(String text) {
    return """
    {"id":"c","object":"chat.completion","created":1,"model":"gpt-4o-mini","choices":[{"index":0,
    "message":{"role":"assistant","content":%s},"finish_reason":"stop"}],
    "usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12}}
    """
        .formatted(Json.write(Value.of(text)));
  }

  String url() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  /// How many calls came.
  long calls() {
    return asked.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /// How many different questions came.
  long questions() {
    return asked.size();
  }

  /// How many were under way at the same time at most.
  int mostAtOnce() {
    return most.get();
  }

  @Override
  public void close() {
    never.countDown();
    server.stop(0);
  }
}
