package io.promptflow4j.server;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.app.Access;
import io.promptflow4j.server.app.FlowServer;
import io.promptflow4j.server.app.ServerSettings;
import io.promptflow4j.server.deployment.ServedFlow;
import io.promptflow4j.server.deployment.measure.Measures;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A flow that is served on a free port, with a model of the test behind it.
public final class Served implements AutoCloseable {

  /// A chat whose answer is a model's; `kind` is an input that comes out again.
  public static final String CHAT =
      """
      inputs:
        question: {type: string, is_chat_input: true}
        chat_history: {type: list, is_chat_history: true}
        kind: {type: string, default: plain, description: How it is said}
      outputs:
        answer: {type: string, reference: "${ask.output}", is_chat_output: true}
        kind: {type: string, reference: "${inputs.kind}"}
        secret: {type: string, reference: "${ask.output}", evaluation_only: true}
      nodes:
      - name: ask
        type: llm
        source: {type: code, path: ask.jinja2}
        inputs: {question: "${inputs.question}", chat_history: "${inputs.chat_history}", model: m}
        connection: model
        api: chat
      """;

  /// No model at all: two inputs, one of them a number.
  public static final String PLAIN =
      """
      inputs:
        text: {type: string}
        times: {type: int, default: 1}
      outputs:
        shout: {type: string, reference: "${shout.output}"}
      nodes:
      - name: shout
        type: prompt
        source: {type: code, path: shout.jinja2}
        inputs: {text: "${inputs.text}", times: "${inputs.times}"}
      """;

  public final FlowServer server;
  public final BlockingQueue<String> log = new LinkedBlockingQueue<>();
  public final Path folder;
  private final Flow flow;
  private final Optional<Measures> measures;
  private final HttpClient http = HttpClient.newHttpClient();

  private Served(Path folder, Flow flow, ServerSettings settings, Access access) {
    this.folder = folder;
    this.flow = flow;
    this.measures = settings.managementPort().map(_ -> new Measures("my-flow"));
    var served =
        new ServedFlow(
            "my-flow",
            flow,
            Optional.empty(),
            Duration.ofMinutes(1),
            result -> measures.ifPresent(known -> known.call(result)));
    this.server =
        FlowServer.start(
            served,
            new FlowServer.About(
                "0.1",
                "",
                Value.Mapping.EMPTY,
                folder.resolve("feedback.jsonl"),
                measures,
                log::add),
            settings,
            access);
  }

  /// Serves the chat.
  public static Served chat(Path folder, ModelService model, ServerSettings settings)
      throws IOException {
    return of(CHAT, folder, model, settings);
  }

  /// Serves a flow that calls the model with `ask.jinja2`, if any.
  public static Served of(String yaml, Path folder, ModelService model, ServerSettings settings)
      throws IOException {
    return of(yaml, folder, model, settings, Access.none());
  }

  /// The same, with more callers.
  public static Served of(
      String yaml, Path folder, ModelService model, ServerSettings settings, Access access)
      throws IOException {
    Path files = Files.createDirectories(folder.resolve("my-flow"));
    Files.writeString(files.resolve("flow.dag.yaml"), yaml);
    Files.writeString(
        files.resolve("ask.jinja2"),
        """
        {% for turn in chat_history %}
        user:
        {{turn.inputs.question}}
        assistant:
        {{turn.outputs.answer}}
        {% endfor %}
        user:
        {{question}}
        """);
    Files.writeString(
        files.resolve("shout.jinja2"), "{% for i in range(times) %}{{text|upper}}{% endfor %}");
    Path connection = Files.writeString(folder.resolve("model.yaml"), model.connection());
    FlowSettings told = FlowSettings.defaults().withConnectionFiles(List.of(connection));
    return new Served(folder, Flow.load(files, told), settings, access);
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.address() + path));
  }

  public HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    var request = request(path).GET();
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  public HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request = request(path).POST(HttpRequest.BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /// An answer whose body is read while it comes.
  public HttpResponse<InputStream> open(String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request = request(path).POST(HttpRequest.BodyPublishers.ofString(body)).headers(headers);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  /// A bare connection.
  public Socket socket() throws IOException {
    var socket = new Socket("localhost", server.port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  public static Value.Mapping json(HttpResponse<String> answer) {
    return (Value.Mapping) Json.read(answer.body());
  }

  @Override
  public void close() {
    http.shutdownNow();
    server.close();
    flow.close();
    measures.ifPresent(Measures::close);
  }
}
