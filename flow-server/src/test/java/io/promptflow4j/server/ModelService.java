package io.promptflow4j.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A model behind HTTP that says what a test tells it, when the test tells it.
///
/// In a stream each text of [#pieces] is a piece; [#END] ends it, [#BREAK] breaks it off. Without a
/// stream it answers `You said:` and the last message, once [#open] lets it.
public final class ModelService implements AutoCloseable {

  public static final String END = "<end>";
  public static final String BREAK = "<break>";

  public final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
  public final BlockingQueue<Value.Mapping> requests = new LinkedBlockingQueue<>();
  public volatile CountDownLatch open = new CountDownLatch(0);
  public final CountDownLatch left = new CountDownLatch(1);

  private final HttpServer server;

  public ModelService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /// A connection file for it.
  public String connection() {
    return "name: model\ntype: open_ai\napi_key: none\nbase_url: http://127.0.0.1:%d/v1\nmax_retries: 0\n"
        .formatted(server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var request = (Value.Mapping) Json.read(body);
    requests.add(request);
    try (exchange) {
      if (request.get("stream") == Value.Bool.TRUE) {
        stream(exchange);
      } else {
        open.await();
        whole(exchange, request);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException gone) {
      left.countDown();
      throw gone;
    }
  }

  private static void whole(HttpExchange exchange, Value.Mapping request) throws IOException {
    var messages =
        ((Value.Sequence) request.entries().getOrDefault("messages", Value.Sequence.EMPTY)).items();
    String last =
        Json.write(
            ((Value.Mapping) messages.getLast())
                .entries()
                .getOrDefault("content", Value.Null.NULL));
    byte[] reply =
        """
        {"id": "1", "object": "chat.completion", "created": 1, "model": "m",
         "choices": [{"index": 0, "finish_reason": "stop",
                      "message": {"role": "assistant", "content": %s}}],
         "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}
        """
            .formatted(Json.write(Value.of("You said: " + last.substring(1, last.length() - 1))))
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, reply.length);
    exchange.getResponseBody().write(reply);
  }

  private void stream(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    while (true) {
      String piece = pieces.poll(50, TimeUnit.MILLISECONDS);
      if (piece == null) {
        send(out, ": waiting\n\n"); // fails when the caller has left
      } else if (piece.equals(END)) {
        send(out, chunk("{}", "\"stop\""));
        send(
            out,
            "data:"
                + " {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}\n\n");
        send(out, "data: [DONE]\n\n");
        return;
      } else if (piece.equals(BREAK)) {
        return;
      } else {
        send(out, chunk(Json.write(Value.of(Map.of("content", Value.of(piece)))), "null"));
      }
    }
  }

  private static String chunk(String delta, String finish) {
    return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
        .formatted(delta, finish);
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
