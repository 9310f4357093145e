package io.promptflow4j.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.server.ModelService;
import io.promptflow4j.server.Served;
import io.promptflow4j.server.app.ServerSettings;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreRoutesTest {

  private static final String ASK = "{\"question\": \"Why?\"}";
  private static final String EVENTS = "text/event-stream";

  @TempDir private Path folder;
  private ModelService model;
  private Served served;

  @BeforeEach
  void serve() throws Exception {
    model = new ModelService();
    served =
        Served.chat(
            folder,
            model,
            ServerSettings.local(0)
                .withLimits(
                    ServerSettings.Limits.usual()
                        .withHeartbeat(Duration.ofMillis(40))
                        .withIdle(Duration.ofMillis(400))));
  }

  @AfterEach
  void close() {
    served.close();
    model.close();
  }

  @Nested
  class WithJson {

    @Test
    void theOutputsComeWithoutThoseForEvaluationOnly() throws Exception {
      var answer = served.post("/score", ASK);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type")).contains("application/json");
      assertThat(answer.body()).isEqualTo("{\"answer\":\"You said: Why?\",\"kind\":\"plain\"}");
    }

    @Test
    void theRequestIsKnownByTheIdOfTheCaller() throws Exception {
      var answer = served.post("/score", ASK, "x-request-id", "a-1");
      var other = served.post("/score", ASK, "x-ms-client-request-id", "b-2");
      var hostile = served.post("/score", ASK, "x-request-id", "a b<script>");

      assertThat(answer.headers().firstValue("x-request-id")).contains("a-1");
      assertThat(other.headers().firstValue("x-request-id")).contains("b-2");
      assertThat(hostile.headers().firstValue("x-request-id").orElse("")).hasSize(36);
    }

    @Test
    void aMissingInputIsNamed() throws Exception {
      var answer = served.post("/score", "{\"kind\": \"x\"}");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body())
          .startsWith("{\"error\":{\"code\":\"UserError\",\"message\":\"Required input fields")
          .contains("'question'")
          .doesNotContain("chat_history");
    }

    @Test
    void plainTextIsRefusedByAFlowWithSeveralInputs() throws Exception {
      var answer = served.post("/score", "Why?");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("json-required");
    }

    @Test
    void aTypeThatDoesNotFitIsAMistakeOfTheCaller() throws Exception {
      var answer = served.post("/score", "{\"question\": \"a\", \"chat_history\": 7}");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("chat_history", "UserError");
    }

    @Test
    void filesOfTheFlowCanNotBeNamedAsImages() throws Exception {
      var answer =
          served.post(
              "/score",
              "{\"question\": \"a\", \"chat_history\": [{\"data:image/png;path\":"
                  + " \"flow.dag.yaml\"}]}");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("image-path");
      assertThat(model.requests).isEmpty();
    }

    @Test
    void anUnacceptableMediaTypeIsRefusedBeforeTheModelIsPaid() throws Exception {
      var answer = served.post("/score", ASK, "Accept", "text/html");

      assertThat(answer.statusCode()).isEqualTo(406);
      assertThat(answer.body()).contains("Media type text/html in Accept header");
      assertThat(model.requests).isEmpty();
    }

    @Test
    void aCallMayTakeLongerThanAConnectionMayBeIdle() throws Exception {
      model.open = new CountDownLatch(1);
      var late = Thread.ofVirtual().unstarted(() -> release(900));
      late.start();

      var answer = served.post("/score", ASK);

      assertThat(answer.statusCode()).isEqualTo(200);
    }

    private void release(long millis) {
      try {
        boolean _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
      model.open.countDown();
    }

    @Test
    void aDeadlineOfTheCallerEndsTheCall() throws Exception {
      model.open = new CountDownLatch(1);

      var answer = served.post("/score", ASK, "x-request-timeout-ms", "150");

      assertThat(answer.statusCode()).isEqualTo(504);
      assertThat(answer.body()).contains("timeout");
      model.open.countDown();
    }
  }

  @Nested
  class WithEvents {

    @Test
    void eachPieceIsAnEventAsSoonAsItComes() throws Exception {
      model.pieces.add("Be");
      var answer = served.open("/score", ASK, "Accept", EVENTS);
      var lines = lines(answer.body());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type"))
          .contains("text/event-stream; charset=utf-8");
      assertThat(nextData(lines)).isEqualTo("data: {\"kind\":\"plain\"}");
      assertThat(nextData(lines)).isEqualTo("data: {\"answer\":\"Be\"}");
      model.pieces.add("cause");
      assertThat(nextData(lines)).isEqualTo("data: {\"answer\":\"cause\"}");
      model.pieces.add(ModelService.END);
      assertThat(nextData(lines)).isNull();
    }

    @Test
    void aStreamThatIsSilentShowsThatItIsAlive() throws Exception {
      var answer = served.open("/score", ASK, "Accept", EVENTS);
      var lines = lines(answer.body());

      assertThat(lines.readLine()).isEqualTo(": alive");
      model.pieces.add(ModelService.END);
    }

    @Test
    void aFailureOnTheWayIsAnEventOfItsOwn() throws Exception {
      model.pieces.add("Be");
      model.pieces.add(ModelService.BREAK);

      var answer = served.post("/score", ASK, "Accept", EVENTS);

      assertThat(answer.body())
          .contains("data: {\"answer\":\"Be\"}", "event: error\ndata: {\"error\":{\"code\":");
    }

    @Test
    void aFailureBeforeTheFirstPieceIsAnError() throws Exception {
      model.pieces.add(ModelService.BREAK);

      var answer = served.post("/score", "{\"kind\": \"x\"}", "Accept", EVENTS);

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    }

    @Test
    void eventsWinOverJson() throws Exception {
      model.pieces.add("Be");
      model.pieces.add(ModelService.END);

      var answer = served.post("/score", ASK, "Accept", "text/event-stream, application/json");

      assertThat(answer.body()).contains("data: {\"answer\":\"Be\"}");
    }

    @Test
    void theModelIsLeftWhenTheCallerLeaves() throws Exception {
      model.pieces.add("Be");
      var answer = served.open("/score", ASK, "Accept", EVENTS);
      assertThat(nextData(lines(answer.body()))).contains("kind");

      answer.body().close();

      assertThat(model.left.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theModelIsLeftWhenTheCallerOfJsonLeaves() throws Exception {
    model.open = new CountDownLatch(1);
    try (var socket = served.socket()) {
      socket
          .getOutputStream()
          .write(
              "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(ASK.length(), ASK)
                  .getBytes(StandardCharsets.UTF_8));
      assertThat(model.requests.poll(10, TimeUnit.SECONDS)).isNotNull();
      assertThat(served.server.calls()).isEqualTo(1);
    }

    assertThat(served.server.drain()).isTrue();
    assertThat(model.open.getCount()).isEqualTo(1);
    model.open.countDown();
  }

  @Test
  void aSecondRequestThatComesWhileTheFirstRunsIsAnsweredToo() throws Exception {
    model.open = new CountDownLatch(1);
    String longer = "{\"question\": \"%s\"}".formatted("y".repeat(2_000));
    try (var socket = served.socket()) {
      socket.getOutputStream().write(request(ASK, "keep-alive"));
      assertThat(model.requests.poll(10, TimeUnit.SECONDS)).isNotNull();
      socket.getOutputStream().write(request(longer, "close"));
      boolean _ =
          new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS); // it is looked at meanwhile
      model.open.countDown();

      String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answers).contains("You said: Why?", "You said: yyyy").doesNotContain("400");
    }
  }

  private static byte[] request(String body, String connection) {
    return "POST /score HTTP/1.1\r\nHost: localhost\r\nConnection: %s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(connection, body.length(), body)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static BufferedReader lines(InputStream body) {
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  private static String nextData(BufferedReader lines) throws Exception {
    String line = lines.readLine();
    while (line != null && !line.startsWith("data:")) {
      line = lines.readLine();
    }
    return line;
  }
}
