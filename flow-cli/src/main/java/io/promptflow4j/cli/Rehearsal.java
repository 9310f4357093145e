package io.promptflow4j.cli;

import static java.util.stream.Collectors.joining;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.run.store.RunStores;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Runs the everyday verbs once, quietly, when the command has been built: the classes they load
/// are then kept in a cache, from which the next start takes them ready-made.
public final class Rehearsal {

  private static final String ASKING =
      """
      inputs:
        question: {type: string, default: Is it so?}
      outputs:
        answer: {type: string, reference: "${ask.output}"}
      nodes:
      - name: ask
        type: llm
        source: {type: code, path: ask.jinja2}
        inputs: {question: "${inputs.question}", model: any}
        connection: asked
        api: chat
      """;

  /// What runs are made of: a prompt with loops and conditions, its text in a chat, rows.
  private static final String RUNNING =
      """
      inputs:
        question: {type: string}
        topic: {type: string, default: history}
      outputs:
        answer: {type: string, reference: "${answer.output}"}
      nodes:
      - name: question
        type: prompt
        source: {type: code, path: question.jinja2}
        inputs: {question: "${inputs.question}", topic: "${inputs.topic}"}
      - name: answer
        type: llm
        source: {type: code, path: answer.jinja2}
        inputs: {text: "${question.output}", model: gpt-4o-mini, temperature: 0, max_tokens: 256}
        connection: asked
        api: chat
      """;

  private static final String QUESTION =
      """
      {% for rule in ["Be brief.", "Use plain words."] %}
      {{ loop.index }}. {{ rule }}
      {% endfor %}
      {% if topic == "history" %}
      Give the year.
      {% endif %}
      Question: {{ question | trim }}
      """;

  private static final String REPLY =
      """
      {"id": "1", "object": "chat.completion", "created": 1, "model": "any",
       "choices": [{"index": 0, "finish_reason": "stop",
                    "message": {"role": "assistant", "content": "Yes."}}],
       "usage": {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4}}
      """;

  private static final int ROWS = 1_000;

  private Rehearsal() {}

  /// Plays it through.
  ///
  /// @param args the folder for the native part of SQLite, or nothing
  public static void main(String[] args) throws IOException {
    if (args.length > 0) {
      RunStores.unpackDriver(Path.of(args[0]));
      System.setProperty("org.sqlite.lib.path", args[0]);
    }
    Path folder = Files.createTempDirectory("pf-rehearsal");
    try {
      play(folder);
    } finally {
      remove(folder);
    }
  }

  private static void play(Path folder) {
    for (String type : List.of("standard", "chat", "java")) {
      int _ = pf(folder, "flow", "init", "--flow", type, "--type", type);
      int _ = pf(folder, "flow", "validate", "--source", type, "--format", "json");
      int _ = pf(folder, "flow", "test", "--flow", type);
      int _ = pf(folder, "flow", "test", "--flow", type, "--format", "json");
    }
    int _ = overHttp(folder);
    int _ = pf(folder, "flow", "validate", "--source", "missing");
    int _ = pf(folder, "flow", "graph", "--flow", "standard");
    int _ = pf(folder, "connection", "list");
    int _ = pf(folder, "model", "list");
    int _ = pf(folder, "model", "show", "gpt-4o", "--format", "json");
    int _ = pf(folder, "--version");
    int _ = pf(folder, "flow", "test", "--help");
  }

  /// Asks a model over HTTP, which is a server of this process; gives the exit code.
  static int overHttp(Path folder) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      HttpServer server = HttpServer.create(address, 0);
      server.createContext("/", Rehearsal::answer);
      server.start();
      try {
        Path flow = Files.createDirectories(folder.resolve("asked"));
        Files.writeString(flow.resolve("flow.dag.yaml"), ASKING);
        Files.writeString(flow.resolve("ask.jinja2"), "user:\n{{ question }}\n");
        Files.writeString(
            folder.resolve("asked.yaml"),
            "name: asked\ntype: open_ai\napi_key: none\nbase_url: http://127.0.0.1:%d/v1\n"
                .formatted(server.getAddress().getPort()));
        int _ = manyRows(folder);
        return pf(folder, "flow", "test", "--flow", "asked", "--connections", "asked.yaml");
      } finally {
        server.stop(0);
      }
    } catch (IOException | UncheckedIOException noNetwork) {
      return ExitCode.FAILURE; // the start is only slower then
    }
  }

  /// Enough rows that the calls, the store and the template engine are exercised, not only loaded.
  private static int manyRows(Path folder) throws IOException {
    Path flow = Files.createDirectories(folder.resolve("running"));
    Files.writeString(flow.resolve("flow.dag.yaml"), RUNNING);
    Files.writeString(flow.resolve("question.jinja2"), QUESTION);
    Files.writeString(
        flow.resolve("answer.jinja2"), "# system:\nYou are careful.\n# user:\n{{ text }}\n");
    Files.writeString(
        folder.resolve("rows.jsonl"),
        IntStream.range(0, ROWS)
            .mapToObj("{\"question\": \"Is it %d?\", \"topic\": \"history\"}\n"::formatted)
            .collect(joining()));
    int _ =
        pf(
            folder,
            "run",
            "create",
            "--flow",
            "running",
            "--data",
            "rows.jsonl",
            "--connections",
            "asked.yaml",
            "--concurrency",
            "64",
            "--name",
            "rehearsal");
    int _ = pf(folder, "run", "list", "--output", "table");
    return pf(folder, "run", "show-details", "--name", "rehearsal");
  }

  private static void answer(HttpExchange exchange) throws IOException {
    byte[] reply = REPLY.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, reply.length);
    exchange.getResponseBody().write(reply);
    exchange.close();
  }

  private static int pf(Path folder, String... args) {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Map<String, String> environment =
        Map.of("PF_HOME_DIRECTORY", folder.resolve("home").toString());
    var terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]), nowhere, nowhere, environment, folder, Set.of());
    return Pf.run(List.of(args), terminal);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Rehearsal::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
