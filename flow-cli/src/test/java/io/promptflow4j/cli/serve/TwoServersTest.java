package io.promptflow4j.cli.serve;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.cli.Called;
import io.promptflow4j.cli.CountingService;
import io.promptflow4j.cli.Pf;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two servers, each a process of its own, over one PostgreSQL.
@Timeout(240)
class TwoServersTest {

  private static final int ROWS = 40;
  private static final int BEFORE = 15;

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> environment = new HashMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final Semaphore answers = new Semaphore(1_000);
  private EmbeddedPostgres database;
  private CountingService service;
  private Called.Place place;

  @BeforeEach
  void open() throws IOException {
    database = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(1)).start();
    service = new CountingService(this::answer);
    environment.put("OPENAI_API_KEY", "k");
    environment.put("OPENAI_BASE_URL", service.url());
    environment.put("PF_HOME_DIRECTORY", folder.resolve("home").toString());
    environment.put(
        "PF_STORE",
        "postgresql://postgres:postgres@localhost:%d/postgres".formatted(database.getPort()));
    place = new Called.Place(folder);
    environment.forEach(place::withVariable);
    place.write(
        "ask/flow.dag.yaml",
        """
        inputs:
          question: {type: string}
        outputs:
          answer: {type: string, reference: '${ask.output}'}
        nodes:
        - {name: ask, type: llm, source: {type: code, path: ask.jinja2}, api: chat,
           connection: openai, inputs: {model: m, question: '${inputs.question}'}}
        """);
    place.write("ask/ask.jinja2", "# user:\n{{question}}");
  }

  @AfterEach
  void close() throws IOException {
    service.close();
    database.close();
  }

  private String answer(String question) {
    calls.incrementAndGet();
    answers.acquireUninterruptibly();
    return "answer to " + question;
  }

  @Test
  void shareWhatTheyServeAndOneThatIsKilledLosesNoAcceptedRun() throws Exception {
    assertThat(place.pf("endpoint", "create", "--name", "shop").exit()).isZero();
    Called deployed =
        place.pf(
            "deployment",
            "create",
            "--endpoint-name",
            "shop",
            "--name",
            "blue",
            "--flow",
            "ask",
            "--all-traffic");
    assertThat(deployed.exit()).as(deployed.err()).isZero();
    String secret = key();
    place.write(
        "rows.jsonl",
        IntStream.range(0, ROWS)
            .mapToObj(row -> "{\"question\": \"r%d\"}\n".formatted(row))
            .collect(joining()));
    place.pf("data", "create", "--name", "rows", "--data", "rows.jsonl");
    int first = freePort();
    int second = freePort();
    Process one = serve(first);
    Process other = serve(second);
    try {
      await(() -> isUp(first) && isUp(second));
      sameAnswers(first, second, secret);
      killed(one, first, second, secret);
    } finally {
      one.destroyForcibly();
      other.destroyForcibly();
    }
  }

  private String key() {
    Called made =
        place.pf("key", "create", "--name", "caller", "--role", "runner", "--format", "json");
    return made.json().get("key") instanceof Value.Text(String secret) ? secret : "";
  }

  /// Keys and answers to repeats.
  private void sameAnswers(int first, int second, String secret) throws Exception {
    assertThat(post(first, "score", "{\"question\": \"q\"}", "wrong").statusCode()).isEqualTo(401);
    assertThat(post(second, "score", "{\"question\": \"q\"}", "wrong").statusCode()).isEqualTo(401);
    HttpResponse<String> made = post(first, "score", "{\"question\": \"q\"}", secret);
    HttpResponse<String> again = post(second, "score", "{\"question\": \"q\"}", secret);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(made.body()).contains("answer to q");
    assertThat(calls).hasValue(1);
  }

  /// A job is accepted by the first, which is killed while it works on it.
  private void killed(Process one, int first, int second, String secret) throws Exception {
    answers.drainPermits();
    answers.release(BEFORE);
    HttpResponse<String> accepted = post(first, "jobs", "{\"data\": \"rows:1\"}", secret);
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    String address = accepted.headers().firstValue("Location").orElseThrow();
    String run = address.substring(address.lastIndexOf('/') + 1);
    await(() -> calls.get() > BEFORE);

    boolean _ = one.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    answers.release(1_000);

    assertThat(get(second, address, secret).statusCode()).isEqualTo(200);
    Called resumed = place.pf("run", "resume", "--name", run);
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(resumed.json().get("status")).isEqualTo(Value.of("Completed"));
    assertThat(get(second, address, secret).body()).contains("ompleted");
    Called shown = place.pf("run", "show-details", run, "--all-results", "--format", "json");
    assertThat(((Value.Sequence) Json.read(shown.out())).items()).hasSize(ROWS);
  }

  private HttpResponse<String> post(int port, String what, String body, String key)
      throws IOException, InterruptedException {
    return http.send(
        request(port, "/endpoints/shop/" + what, key)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "once-" + what + key.length())
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(int port, String path, String key)
      throws IOException, InterruptedException {
    return http.send(request(port, path, key).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(int port, String path, String key) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
        .header("Authorization", "Bearer " + key);
  }

  private boolean isUp(int port) {
    try {
      return get(port, "/health", "none").statusCode() < 500;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static void await(BooleanSupplier holds) throws InterruptedException {
    var never = new CountDownLatch(1);
    while (!holds.getAsBoolean()) { // the time limit of the test ends it
      boolean _ = never.await(50, TimeUnit.MILLISECONDS);
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process serve(int port) throws IOException {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            Pf.class.getName(),
            "endpoint",
            "serve",
            "--port",
            String.valueOf(port),
            "--workspace-keys");
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("server" + port + ".txt").toFile())
        .start();
  }

  /// The class path of this test, whoever runs it.
  private static String classPath() {
    return Pf.class.getClassLoader() instanceof URLClassLoader loader
        ? Stream.of(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }
}
