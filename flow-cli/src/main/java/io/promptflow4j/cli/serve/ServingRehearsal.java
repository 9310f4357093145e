package io.promptflow4j.cli.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.promptflow4j.cli.Pf;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Serves a flow once, quietly, when the command has been built: the classes that takes are kept in
/// a cache of their own, so that a server starts quickly and no other command carries them.
public final class ServingRehearsal {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// A busy machine makes fewer calls, rather than keep whoever waits for the build.
  private static final Duration LONGEST = Duration.ofSeconds(20);

  /// So many that what a server does again and again is known when it starts, not only loaded.
  private static final int CALLS = 1_000;

  private static final int CALLERS = 16;

  private static final String[] COMMAND = {
    "flow",
    "serve",
    "--source",
    "talk",
    "--port",
    "0",
    "--management-port",
    "0",
    "--connections",
    "asked.yaml",
    "--format",
    "json"
  };

  private static final String FLOW =
      """
      inputs:
        question: {type: string, is_chat_input: true}
        chat_history: {type: list, is_chat_history: true, default: []}
      outputs:
        answer: {type: string, reference: "${answer.output}", is_chat_output: true}
      nodes:
      - name: context
        type: prompt
        source: {type: code, path: context.jinja2}
        inputs: {question: "${inputs.question}"}
      - name: answer
        type: llm
        source: {type: code, path: answer.jinja2}
        inputs: {text: "${context.output}", chat_history: "${inputs.chat_history}", model: gpt-4o-mini}
        connection: asked
        api: chat
      """;

  private static final String PROMPT =
      """
      # system:
      You are careful.
      {% for turn in chat_history %}
      # user:
      {{ turn.inputs.question }}
      # assistant:
      {{ turn.outputs.answer }}
      {% endfor %}
      # user:
      {{ text }}
      """;

  private static final String PIECE =
      "data: {\"model\": \"any\", \"choices\": [{\"index\": 0, \"delta\": {\"content\": \"Yes. \"},"
          + " \"finish_reason\": %s}]}\n\n";

  private static final String REPLY =
      """
      {"id": "1", "object": "chat.completion", "created": 1, "model": "any",
       "choices": [{"index": 0, "finish_reason": "stop",
                    "message": {"role": "assistant", "content": "Yes."}}],
       "usage": {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4}}
      """;

  private ServingRehearsal() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("pf-rehearsal");
    try {
      boolean _ = serve(folder, CALLS);
    } finally {
      remove(folder);
    }
  }

  /// Serves a flow, whose model is a server of this process, and calls it; whether it answered.
  static boolean serve(Path folder, int calls) throws IOException, InterruptedException {
    HttpServer model =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      model.setExecutor(threads);
      model.createContext("/", ServingRehearsal::answer);
      model.start();
      write(folder, model.getAddress().getPort());
      return serve(folder, (address, http) -> callAll(http, address, calls));
    } finally {
      model.stop(0);
    }
  }

  private static void write(Path folder, int modelPort) throws IOException {
    Path flow = Files.createDirectories(folder.resolve("talk"));
    Files.writeString(flow.resolve("flow.dag.yaml"), FLOW);
    Files.writeString(flow.resolve("context.jinja2"), "Answer briefly: {{ question | trim }}\n");
    Files.writeString(flow.resolve("answer.jinja2"), PROMPT);
    Files.writeString(
        folder.resolve("asked.yaml"),
        "name: asked\ntype: open_ai\napi_key: none\nbase_url: http://127.0.0.1:%d/v1\n"
            .formatted(modelPort));
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean streamed = asked.contains("\"stream\":true");
    String reply =
        streamed
            ? PIECE.formatted("null").repeat(5) + PIECE.formatted("\"stop\"") + "data: [DONE]\n\n"
            : REPLY;
    byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", streamed ? "text/event-stream" : "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /// What is done with a server that runs.
  @FunctionalInterface
  private interface Visit {
    boolean to(String address, HttpClient http) throws IOException, InterruptedException;
  }

  private static boolean serve(Path folder, Visit visit) throws IOException, InterruptedException {
    var told = new PipedInputStream();
    var out = new PrintStream(new PipedOutputStream(told), true, StandardCharsets.UTF_8);
    Thread server =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try (out) { // whatever becomes of the server, nobody waits for it to speak
                int _ = pf(folder, out, COMMAND);
              }
            });
    try (HttpClient http = HttpClient.newHttpClient()) {
      var lines = new BufferedReader(new InputStreamReader(told, StandardCharsets.UTF_8));
      @Nullable String said = lines.readLine();
      return said != null
          && Json.read(said) instanceof Value.Mapping about
          && about.get("address") instanceof Value.Text(var address)
          && visit.to(address, http);
    } finally {
      server.interrupt();
      server.join(PATIENCE);
    }
  }

  private static boolean callAll(HttpClient http, String address, int calls)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    var failed = new AtomicInteger();
    try (var threads = Executors.newFixedThreadPool(CALLERS, Thread.ofVirtual().factory())) {
      for (int call = 0; call < calls; call++) {
        boolean streamed = call % 4 == 0;
        threads.execute(() -> {
          if (System.nanoTime() < end && !call(http, address, streamed)) {
            failed.incrementAndGet();
          }
        });
      }
    }
    var page = HttpRequest.newBuilder(URI.create(address + "/")).build();
    int shown = http.send(page, BodyHandlers.discarding()).statusCode();
    return failed.get() == 0 && shown == 200;
  }

  private static boolean call(HttpClient http, String address, boolean streamed) {
    var score =
        HttpRequest.newBuilder(URI.create(address + "/score"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"question\": \"Is it so?\"}"));
    if (streamed) {
      score.header("Accept", "text/event-stream");
    }
    try {
      return http.send(score.build(), BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static int pf(Path folder, PrintStream out, String... args) {
    Map<String, String> environment =
        Map.of("PF_HOME_DIRECTORY", folder.resolve("home").toString());
    var nothing = new ByteArrayInputStream(new byte[0]);
    return Pf.run(
        List.of(args), new Terminal(nothing, out, nowhere(), environment, folder, Set.of()));
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
