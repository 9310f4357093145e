package io.promptflow4j.server.security.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.server.ModelService;
import io.promptflow4j.server.Served;
import io.promptflow4j.server.app.ServerSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OpenConnectionsTest {

  private static final String HEALTH = "GET /health HTTP/1.1\r\nHost: localhost\r\n";

  @TempDir Path folder;

  private ModelService model;

  @BeforeEach
  void startModel() throws IOException {
    model = new ModelService();
  }

  @AfterEach
  void stopModel() {
    model.close();
  }

  private Served served(int connections, Duration headers) throws IOException {
    var limits = ServerSettings.Limits.usual().withConnections(connections).withHeaders(headers);
    return Served.chat(folder, model, ServerSettings.local(0).withLimits(limits));
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String hear(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static String firstLine(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
  }

  @Test
  void whoeverConnectsWithoutRoomIsToldSoAtOnce() throws Exception {
    try (Served served = served(1, Duration.ofMinutes(10));
        Socket first = served.socket()) {
      say(first, HEALTH + "\r\n");
      assertThat(firstLine(first)).isEqualTo("HTTP/1.1 200");

      try (Socket second = served.socket()) {
        String answer = hear(second);

        assertThat(answer)
            .startsWith("HTTP/1.1 503")
            .contains("\r\nRetry-After: 1\r\n", "/problems/too-many-connections");
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(answer).contains("\r\nContent-Length: " + body.length() + "\r\n");
      }
    }
  }

  @Test
  void aConnectionThatEndsMakesRoomForTheNext() throws Exception {
    try (Served served = served(1, Duration.ofMinutes(10))) {
      for (int round = 0; round < 3; round++) {
        assertThat(answerWithinTries(served)).isEqualTo("HTTP/1.1 200");
      }
    }
  }

  /// The end of the connection before may take its time.
  private static String answerWithinTries(Served served) throws IOException {
    String line = "";
    for (int attempt = 0; attempt < 10_000 && !line.endsWith("200"); attempt++) {
      try (Socket socket = served.socket()) {
        say(socket, HEALTH + "\r\n");
        line = firstLine(socket);
      } catch (IOException _) {
        line = "turned away before it could ask";
      }
    }
    return line;
  }

  @Test
  void inACrowdDawdlersAreCutLongBeforeTheirTime() throws Exception {
    try (Served served = served(1, Duration.ofSeconds(20));
        Socket first = served.socket()) {
      say(first, HEALTH);
      first.setSoTimeout(15_000);

      assertThat(hear(first)).isEmpty(); // a reset would be heard as an exception
    }
  }
}
