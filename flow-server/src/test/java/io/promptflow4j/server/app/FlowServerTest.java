package io.promptflow4j.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.ModelService;
import io.promptflow4j.server.Served;
import io.promptflow4j.server.security.ApiKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class FlowServerTest {

  private static final String KEY = "a-key-of-enough-letters";
  private static final String ASK = "{\"question\": \"Why?\"}";

  @TempDir private Path folder;
  private ModelService model;

  @BeforeEach
  void startModel() throws IOException {
    model = new ModelService();
  }

  @AfterEach
  void closeModel() {
    model.close();
  }

  private Served chat(ServerSettings settings) throws IOException {
    return Served.chat(folder, model, settings);
  }

  @Nested
  class AboutItself {

    @Test
    void healthVersionAndDescriptionsAreThoseOfPromptFlow() throws Exception {
      try (Served served = chat(ServerSettings.local(0))) {
        assertThat(served.get("/health").body())
            .isEqualTo("{\"status\":\"Healthy\",\"version\":\"0.1\"}");
        assertThat(served.get("/version").body())
            .isEqualTo("{\"status\":\"Healthy\",\"build_info\":\"\",\"version\":\"0.1\"}");

        Value.Mapping swagger = Served.json(served.get("/swagger.json"));
        assertThat(swagger.get("openapi")).isEqualTo(Value.of("3.0.0"));
        assertThat(swagger.entries().getOrDefault("info", Value.Null.NULL).toPlain())
            .hasToString(
                "{title=Promptflow[my-flow] API, version=1.0.0, x-flow-name=my-flow,"
                    + " x-chat-input=question, x-flow-type=chat, x-chat-history=chat_history,"
                    + " x-chat-output=answer}");
        assertThat(served.get("/swagger.json").body())
            .contains("\"required\":[\"question\",\"chat_history\",\"kind\"]")
            .doesNotContain("\"secret\"");
      }
    }

    @Test
    void openApiSaysWhatTheFlowReallyNeeds() throws Exception {
      try (Served served = chat(ServerSettings.local(0))) {
        String document = served.get("/openapi.json").body();

        assertThat(document)
            .startsWith("{\"openapi\":\"3.1.0\"")
            .contains("\"required\":[\"question\"]", "How it is said", "/v1/chat/completions")
            .doesNotContain("\"secret\"");
      }
    }

    @Test
    void feedbackIsKept() throws Exception {
      try (Served served = chat(ServerSettings.local(0))) {
        var answer = served.post("/feedback?flatten=true", "{\"stars\": 5}", "traceparent", "00-1");
        var _ = served.post("/feedback", "fine");

        assertThat(answer.body()).isEqualTo("{\"status\":\"Feedback received.\"}");
        assertThat(Files.readString(folder.resolve("feedback.jsonl")))
            .contains("\"traceparent\":\"00-1\",\"stars\":5}", "\"feedback\":\"fine\"}");
      }
    }

    @Test
    void anUnknownAddressIsNamedInAProblemDocument() throws Exception {
      try (Served served = chat(ServerSettings.local(0))) {
        var answer = served.get("/nowhere");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-type"))
            .contains("application/problem+json");
        assertThat(answer.body()).contains("GET /nowhere", "\"status\":404", "\"request_id\":");
        assertThat(served.post("/health", "").statusCode()).isEqualTo(405);
      }
    }
  }

  @Nested
  class OnThePortForOperators {

    @Test
    void countsTimesAndReadinessStand() throws Exception {
      model.open = new CountDownLatch(1);
      try (Served served = chat(ServerSettings.local(0).withManagementPort(0))) {
        int port = served.server.managementPort().orElseThrow();
        var running = new FutureTask<>(() -> served.post("/score", ASK));
        Thread.ofVirtual().start(running);
        assertThat(model.requests.poll(60, TimeUnit.SECONDS)).isNotNull();

        assertThat(managed(port, "/metrics", "localhost"))
            .contains("promptflow4j_calls_running 1.0");
        model.open.countDown();
        assertThat(running.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(served.get("/a/secret/path").statusCode()).isEqualTo(404);
        assertThat(served.server.drain()).isTrue();
        while (!managed(port, "/metrics", "localhost").contains("route=\"other\"")) {
          Thread.onSpinWait(); // it is counted after the caller has the answer
        }

        assertThat(managed(port, "/metrics", "localhost"))
            .contains(
                "promptflow4j_flow_calls_seconds_count{code=\"none\",flow=\"my-flow\",status=\"completed\"}"
                    + " 1",
                "promptflow4j_node_calls_seconds_count{flow=\"my-flow\",node=\"ask\",status=\"completed\"}"
                    + " 1",
                "promptflow4j_tokens_total{flow=\"my-flow\",type=\"prompt\"} 3.0",
                "promptflow4j_model_calls_total{flow=\"my-flow\",status=\"completed\"} 1.0",
                "method=\"GET\",route=\"other\",status=\"404\"",
                "jvm_memory_used_bytes")
            .doesNotContain("secret");
        assertThat(managed(port, "/health/live", "localhost")).startsWith("HTTP/1.1 200");
        assertThat(managed(port, "/health/ready", "localhost")).startsWith("HTTP/1.1 503");
        assertThat(managed(port, "/metrics", "evil.example")).startsWith("HTTP/1.1 421");
      }
    }

    private String managed(int port, String path, String host) throws IOException {
      try (var socket = new Socket("localhost", port)) {
        String request =
            "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  @Nested
  class WhoMayCall {

    @Test
    void withKeysOnlyTheirHoldersGetBeyondThePage() throws Exception {
      try (Served served = chat(ServerSettings.local(0).withKeys(ApiKeys.of(List.of(KEY))))) {
        assertThat(served.get("/health").statusCode()).isEqualTo(200);
        for (String path :
            List.of(
                "/swagger.json",
                "/openapi.json",
                "/nowhere",
                "/health/",
                "//health",
                "/v1/models")) {
          assertThat(served.get(path).statusCode()).as(path).isIn(400, 401);
        }
        assertThat(served.post("/score", ASK).statusCode()).isEqualTo(401);
        assertThat(served.post("/score", ASK, "Authorization", "Bearer " + KEY).statusCode())
            .isEqualTo(200);
      }
    }

    @Test
    void whoTriesTooManyKeysHasToWait() throws Exception {
      try (Served served = chat(ServerSettings.local(0).withKeys(ApiKeys.of(List.of(KEY))))) {
        for (int i = 0; i < 10; i++) {
          assertThat(served.post("/score", ASK, "Authorization", "Bearer wrong").statusCode())
              .isEqualTo(401);
        }

        var answer = served.post("/score", ASK, "Authorization", "Bearer " + KEY);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
      }
    }

    @Test
    void otherMachinesAreServedOnlyWithKeysAndTls() {
      var open = ServerSettings.local(0).withHost("0.0.0.0");

      assertThatThrownBy(() -> chat(open))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("callers need keys");
      assertThatThrownBy(() -> chat(open.withKeys(ApiKeys.of(List.of(KEY)))))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("keys need TLS");
    }

    @Test
    void withTlsTheSameIsSealed() throws Exception {
      ServerSettings.Tls tls = Certificates.make(folder);
      model.open = new CountDownLatch(1);
      try (Served served = chat(ServerSettings.local(0).withTls(tls))) {
        assertThat(served.server.address()).startsWith("https://localhost:");
        try (Socket socket =
            Certificates.trusting(tls).createSocket("localhost", served.server.port())) {
          String ask =
              "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(ASK.length(), ASK);
          socket.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
          assertThat(model.requests.poll(60, TimeUnit.SECONDS)).isNotNull();
        }

        assertThat(served.server.drain()).as("the call of a caller who left has ended").isTrue();
        assertThat(model.open.getCount()).isEqualTo(1);
        model.open.countDown();
      }
    }

    @Test
    void aCertificateThatIsNoneKeepsItFromStarting() throws Exception {
      Path file = Files.writeString(folder.resolve("no.pem"), "nothing");

      assertThatThrownBy(
              () -> chat(ServerSettings.local(0).withTls(new ServerSettings.Tls(file, file))))
          .isInstanceOf(ServerException.class)
          .hasMessageContaining("no.pem");
    }

    @Test
    void aForeignNameForThisMachineIsRefused() throws Exception {
      try (Served served = chat(ServerSettings.local(0))) {
        assertThat(raw(served, "GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
            .startsWith("HTTP/1.1 421");
        assertThat(raw(served, "GET /health HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n"))
            .startsWith("HTTP/1.1 421");
        assertThat(raw(served, "GET /health HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n"))
            .startsWith("HTTP/1.1 200");
      }
    }

    @Test
    void pagesOfOtherOriginsCallNothingUnlessListed() throws Exception {
      var reach = new ServerSettings.Reach(List.of(), List.of("https://mine.example"), List.of());
      try (Served served = chat(ServerSettings.local(0).withReach(reach))) {
        var foreign = served.post("/score", ASK, "Origin", "https://evil.example");
        var sneaky = served.post("/score", ASK, "Sec-Fetch-Site", "cross-site");
        var listed = served.post("/score", ASK, "Origin", "https://mine.example");
        var own = served.post("/score", ASK, "Origin", served.server.address());

        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(foreign.headers().firstValue("access-control-allow-origin")).isEmpty();
        assertThat(sneaky.statusCode()).isEqualTo(403);
        assertThat(listed.headers().firstValue("access-control-allow-origin"))
            .contains("https://mine.example");
        assertThat(own.statusCode()).isEqualTo(200);
      }
    }
  }

  @Nested
  class HowMuch {

    @Test
    void aBodyMayNotBeTooLarge() throws Exception {
      var limits = ServerSettings.Limits.usual().withBodyBytes(100);
      try (Served served = chat(ServerSettings.local(0).withLimits(limits))) {
        String large = "{\"question\": \"%s\"}".formatted("x".repeat(200));
        var chunked =
            served
                .request("/score")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(() ->
                        new java.io.ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))));

        assertThat(served.post("/score", large).statusCode()).isEqualTo(413);
        assertThat(served.send(chunked).statusCode()).isEqualTo(413);
      }
    }

    @Test
    void moreCallsThanItTakesAreTurnedAwayAtOnce() throws Exception {
      model.open = new CountDownLatch(1);
      var limits = ServerSettings.Limits.usual().withCalls(1).withQueue(Duration.ofMillis(20));
      try (Served served = chat(ServerSettings.local(0).withLimits(limits))) {
        var first = new FutureTask<>(() -> served.post("/score", ASK));
        Thread.ofVirtual().start(first);
        assertThat(model.requests.poll(60, TimeUnit.SECONDS)).isNotNull();

        var second = served.post("/score", ASK);

        assertThat(second.statusCode()).isEqualTo(503);
        assertThat(second.headers().firstValue("retry-after")).contains("1");
        assertThat(served.get("/health").statusCode()).isEqualTo(200);
        model.open.countDown();
        assertThat(first.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(served.post("/score", ASK).statusCode()).isEqualTo(200);
      }
    }

    @Test
    void oneKeyLeavesRoomForTheOthers() throws Exception {
      model.open = new CountDownLatch(1);
      String other = "another-key-of-enough-letters";
      var settings =
          ServerSettings.local(0)
              .withKeys(ApiKeys.of(List.of(KEY, other)))
              .withLimits(ServerSettings.Limits.usual().withCallsOfOne(1));
      try (Served served = chat(settings)) {
        var first =
            new FutureTask<>(() -> served.post("/score", ASK, "Authorization", "Bearer " + KEY));
        Thread.ofVirtual().start(first);
        assertThat(model.requests.poll(60, TimeUnit.SECONDS)).isNotNull();

        var second = served.post("/score", ASK, "Authorization", "Bearer " + KEY);

        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(second.headers().firstValue("retry-after")).contains("1");
        model.open.countDown();
        assertThat(served.post("/score", ASK, "Authorization", "Bearer " + other).statusCode())
            .isEqualTo(200);
        assertThat(first.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(served.post("/score", ASK, "Authorization", "Bearer " + KEY).statusCode())
            .isEqualTo(200);
      }
    }

    @Test
    @Timeout(120)
    void slowHeadersAreCut() throws Exception {
      var limits = ServerSettings.Limits.usual().withHeaders(Duration.ofMillis(300));
      try (Served served = chat(ServerSettings.local(0).withLimits(limits));
          Socket socket = served.socket()) {
        socket
            .getOutputStream()
            .write(
                "GET /health HTTP/1.1\r\nHost: localhost\r\n".getBytes(StandardCharsets.US_ASCII));

        assertThat(dribble(socket, "X-A: b\r\n")).isTrue();
      }
    }

    @Test
    @Timeout(120)
    void aSlowBodyIsCut() throws Exception {
      var limits = ServerSettings.Limits.usual().withHeaders(Duration.ofMillis(300));
      try (Served served = chat(ServerSettings.local(0).withLimits(limits));
          Socket socket = served.socket()) {
        socket
            .getOutputStream()
            .write(
                "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n\r\n{"
                    .getBytes(StandardCharsets.US_ASCII));

        assertThat(dribble(socket, " ")).isTrue();
      }
    }

    @Test
    void aBodyThatStopsIsCut() throws Exception {
      var limits = ServerSettings.Limits.usual().withHeaders(Duration.ofMillis(300));
      try (Served served = chat(ServerSettings.local(0).withLimits(limits))) {
        String answer =
            raw(served, "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90\r\n\r\n{");

        assertThat(answer).startsWith("HTTP/1.1 408").contains("\"reason\":\"late\"");
      }
    }

    @Test
    void malformedRequestsAreTheCallersFault() throws Exception {
      try (Served served = chat(ServerSettings.local(0))) {
        String chunk =
            "POST /score HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n";
        String many =
            "GET /health HTTP/1.1\r\nHost: localhost\r\n%s\r\n".formatted("A: b\r\n".repeat(80));

        assertThat(raw(served, chunk)).startsWith("HTTP/1.1 400");
        assertThat(raw(served, many)).startsWith("HTTP/1.1 431");
        assertThat(raw(served, "TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
            .startsWith("HTTP/1.1 405");
        assertThat(raw(served, "GET /%ZZ HTTP/1.1\r\nHost: localhost\r\n\r\n"))
            .startsWith("HTTP/1.1 400")
            .doesNotContain("<html");
        assertThat(served.log).isEmpty();
      }
    }
  }

  @Nested
  class WhenItEnds {

    @Test
    void callsInsideEndAndNewOnesAreTurnedAway() throws Exception {
      model.open = new CountDownLatch(1);
      try (Served served = chat(ServerSettings.local(0))) {
        var inside = new FutureTask<>(() -> served.post("/score", ASK));
        Thread.ofVirtual().start(inside);
        assertThat(model.requests.poll(60, TimeUnit.SECONDS)).isNotNull();
        var drained = new FutureTask<>(served.server::drain);
        Thread.ofVirtual().start(drained);
        while (served.get("/health").statusCode() != 503) {
          Thread.onSpinWait();
        }

        assertThat(served.post("/score", ASK).statusCode()).isEqualTo(503);
        assertThat(drained.isDone()).isFalse();
        model.open.countDown();
        assertThat(drained.get(60, TimeUnit.SECONDS)).isTrue();
        assertThat(inside.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      }
    }

    @Test
    @Timeout(120)
    void anOpenStreamDoesNotKeepItFromEnding() throws Exception {
      model.pieces.add("Be");
      Served served = chat(ServerSettings.local(0));
      var answer = served.open("/score", ASK, "Accept", "text/event-stream");
      assertThat(answer.body().read()).isEqualTo('d');

      served.close();

      assertThat(model.left.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  /// Sends a little again and again; whether the server ended that.
  private static boolean dribble(Socket socket, String bit) throws IOException {
    socket.setSoTimeout(50);
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < deadline) {
      try {
        socket.getOutputStream().write(bit.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        if (in.read() < 0
            || new String(in.readNBytes(11), StandardCharsets.US_ASCII).endsWith("408")) {
          return true;
        }
      } catch (java.net.SocketTimeoutException _) {
        // it still listens
      } catch (IOException cut) {
        return true;
      }
    }
    return false;
  }

  private static String raw(Served served, String request) throws IOException {
    try (Socket socket = served.socket()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new StringBuilder();
      InputStream in = socket.getInputStream();
      socket.setSoTimeout(60_000);
      byte[] piece = new byte[4_096];
      int count = in.read(piece);
      while (count > 0) {
        answer.append(new String(piece, 0, count, StandardCharsets.UTF_8));
        count = answer.indexOf("\r\n\r\n") > 0 ? -1 : in.read(piece);
      }
      return answer.toString();
    }
  }
}
