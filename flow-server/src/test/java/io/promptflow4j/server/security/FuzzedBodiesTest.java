package io.promptflow4j.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.run.access.Role;
import io.promptflow4j.server.ModelService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ten thousand bodies that somebody broke, by a seed: none is answered with a defect of the
/// server, none hangs, and no secret comes out anywhere.
class FuzzedBodiesTest {

  private static final long SEED = 20261122;
  private static final int BODIES = Integer.getInteger("fuzz.bodies", 10_000);
  private static final String CANARY = "sk-canary-7e4f1b92c0aa55d3";

  private static final List<String> ADDRESSES =
      List.of("/score", "/v1/chat/completions", "/v1/responses", "/feedback");

  private static final List<String> SEEDS =
      List.of(
          "{\"question\": \"Vienna?\", \"chat_history\": [], \"kind\": \"short\"}",
          "{\"question\": \"x\", \"chat_history\": [{\"inputs\": {\"question\": \"a\"},"
              + " \"outputs\": {\"answer\": \"b\"}}]}",
          "{\"model\": \"my-flow\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}],"
              + " \"n\": 1, \"temperature\": 0.5}",
          "{\"model\": \"my-flow\", \"messages\": [{\"role\": \"user\", \"content\": [{\"type\":"
              + " \"text\", \"text\": \"x\"}, {\"type\": \"image_url\", \"image_url\": {\"url\":"
              + " \"data:image/png;base64,iVBORw0KGgo=\"}}]}]}",
          "{\"model\": \"my-flow\", \"input\": [{\"role\": \"user\", \"content\": \"x\"}]}",
          "{\"data:image/png;base64\": \"iVBORw0KGgo=\", \"question\": 1e400}");

  private static final List<String> PIECES =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "-0",
          "1e999",
          "123456789012345678901234567890",
          "NaN",
          "\"\\ud800\"",
          "\"\\u0000\"",
          "\u0000",
          "\"",
          "\\",
          "{{",
          "}}",
          "{% for %}",
          "${x}",
          "../../etc/passwd",
          "data:image/png;path",
          "file:///etc/passwd",
          "<script>",
          "\u202e",
          "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
          "# system:",
          "\r\n",
          "\"stream\": true,",
          "\"role\": \"system\"",
          "\"tools\": [1]",
          "9".repeat(400),
          "a".repeat(5_000));

  @TempDir Path folder;

  @Test
  void noneIsADefectOfTheServer() throws Exception {
    String key = Guarded.key(folder, Role.RUNNER, List.of(), "");
    var random = new Random(SEED);
    var statuses = new TreeMap<Integer, Integer>();
    var wrong = new ArrayList<String>();
    try (var guarded = Guarded.in(folder)) {
      Stream.generate(() -> ModelService.END)
          .limit(20_000)
          .forEach(guarded.model.pieces::add); // streams end at once
      Socket socket = guarded.served.socket();
      for (int i = 0; i < BODIES; i++) {
        byte[] body = broken(random);
        String address = ADDRESSES.get(random.nextInt(ADDRESSES.size()));
        int status = patiently(socket, address, key, body);
        statuses.merge(status, 1, Integer::sum);
        if (status >= 500 || status < 0) {
          wrong.add(
              i + " " + address + " " + status + " " + new String(body, StandardCharsets.UTF_8));
        }
        if (status <= 0
            || socket.isClosed()
            || i % 90 == 89) { // connections don't live for ever either
          socket.close();
          socket = guarded.served.socket();
        }
      }
      socket.close();
      assertThat(guarded.served.log).isEmpty();
    }

    assertThat(wrong).isEmpty();
    assertThat(statuses.keySet()).contains(200, 400);
    assertThat(filesWith(key)).as("the key in no file").isEmpty();
  }

  private static byte[] broken(Random random) {
    String seed = SEEDS.get(random.nextInt(SEEDS.size()));
    byte[] body = seed.getBytes(StandardCharsets.UTF_8);
    int changes = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      body = changed(body, random);
    }
    return body;
  }

  private static byte[] changed(byte[] body, Random random) {
    int at = body.length == 0 ? 0 : random.nextInt(body.length);
    return switch (random.nextInt(6)) {
      case 0 -> flipped(body, at, random);
      case 1 -> joined(body, 0, at, new byte[0], body.length);
      case 2 -> joined(body, 0, at, piece(random), at);
      case 3 ->
          joined(body, 0, at, piece(random), Math.min(body.length, at + 1 + random.nextInt(20)));
      case 4 -> joined(body, 0, at, new byte[0], Math.min(body.length, at + 1 + random.nextInt(9)));
      default -> joined(body, 0, body.length, body, Math.min(body.length, at));
    };
  }

  private static byte[] flipped(byte[] body, int at, Random random) {
    byte[] changed = body.clone();
    if (changed.length > 0) {
      changed[at] ^= (byte) (1 << random.nextInt(8));
    }
    return changed;
  }

  private static byte[] piece(Random random) {
    return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[] body, int from, int to, byte[] middle, int rest) {
    var all = new ByteArrayOutputStream();
    all.write(body, from, to - from);
    all.writeBytes(middle);
    all.write(body, rest, body.length - rest);
    return all.toByteArray();
  }

  /// The status; -3 if nothing came for a time that no answer takes.
  private static int patiently(Socket socket, String address, String key, byte[] body)
      throws IOException {
    try {
      return sent(socket, address, key, body);
    } catch (SocketTimeoutException hanging) {
      return -3;
    }
  }

  /// The status of the answer; 0 if the connection was closed without one, which no whole request
  /// earns.
  private static int sent(Socket socket, String address, String key, byte[] body)
      throws IOException {
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nx-canary: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(address, key, CANARY, body.length);
    var request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    request.writeBytes(body);
    socket.getOutputStream().write(request.toByteArray()); // in one go, or it waits for others
    socket.getOutputStream().flush();
    var in = socket.getInputStream();
    String answerHead = head(in);
    if (answerHead.length() < 12) {
      return -1;
    }
    String answer = body(in, answerHead);
    if ((answerHead + answer).contains(key) || (answerHead + answer).contains(CANARY)) {
      return -2;
    }
    int status = Integer.parseInt(answerHead.substring(9, 12));
    return answerHead.toLowerCase(Locale.ROOT).contains("connection: close") && status < 500
        ? closed(socket, status)
        : status;
  }

  private static int closed(Socket socket, int status) throws IOException {
    socket.close();
    return status;
  }

  private static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    for (int one = in.read(); one >= 0; one = in.read()) {
      head.append((char) one);
      if (head.length() > 3 && head.substring(head.length() - 4).equals("\r\n\r\n")) {
        break;
      }
    }
    return head.toString();
  }

  private static String body(InputStream in, String head) throws IOException {
    for (String line : head.split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        int length = Integer.parseInt(line.substring(15).strip());
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
      }
    }
    var all = new StringBuilder();
    while (true) { // in chunks
      String size = line(in);
      int length = Integer.parseInt(size.strip(), 16);
      all.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
      in.readNBytes(2);
      if (length == 0) {
        return all.toString();
      }
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int one = in.read(); one >= 0 && one != '\n'; one = in.read()) {
      line.append((char) one);
    }
    return line.toString();
  }

  private List<Path> filesWith(String text) throws IOException {
    var found = new ArrayList<Path>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
