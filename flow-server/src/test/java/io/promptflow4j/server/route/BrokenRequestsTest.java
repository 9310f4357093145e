package io.promptflow4j.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.ModelService;
import io.promptflow4j.server.Served;
import io.promptflow4j.server.app.ServerSettings;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies that are broken in ways nobody thinks of; the seed makes them the same each time.
class BrokenRequestsTest {

  private static final int BODIES = 150;

  private static final List<String> SPLINTERS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          "\\u0000",
          "\\ud800",
          "null",
          "true",
          "-",
          "1e999",
          "NaN",
          "NaN,",
          "9".repeat(2_000),
          "[".repeat(300),
          "{\"a\":".repeat(300),
          "\"question\":",
          "\"messages\":",
          "\"content\":",
          "\"stream\":true,",
          "\u0000",
          "\uFEFF",
          "é",
          "\r\n",
          "data:image/png;path",
          "/*",
          ",,",
          "x".repeat(5_000));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /score               | {"question": "Why?", "chat_history": [], "kind": "a"}
          /feedback            | {"request_id": "1", "rating": "good"}
          /v1/chat/completions | {"model": "my-flow", "messages": [{"role": "user", "content": "a"}]}
          /v1/responses        | {"model": "my-flow", "input": [{"role": "user", "content": [{"type": "input_text", "text": "a"}]}]}
          """)
  void noneIsAFaultOfTheServer(String path, String body) throws Exception {
    var random = new Random(42);
    try (var model = new ModelService();
        Served served = Served.chat(folder, model, ServerSettings.local(0))) {
      for (int i = 0; i < BODIES; i++) {
        byte[] broken = broken(body.getBytes(StandardCharsets.UTF_8), random);
        model.pieces.add(ModelService.END); // for one that happens to ask for a stream

        var answer =
            served.send(
                served
                    .request(path)
                    .header("Accept", i % 2 == 0 ? "*/*" : "application/json")
                    .POST(BodyPublishers.ofByteArray(broken)));

        String shown = "%s: %s".formatted(path, new String(broken, StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(shown).isLessThan(500);
        if (answer.statusCode() >= 400) {
          assertThat(Json.read(answer.body())).as(shown).isInstanceOf(Value.Mapping.class);
          assertThat(answer.body()).as(shown).contains("\"error\":").doesNotContain("Exception");
        }
      }
      assertThat(served.log).isEmpty();
    }
  }

  private static byte[] broken(byte[] whole, Random random) {
    byte[] body = whole.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(Math.max(1, body.length));
      switch (random.nextInt(4)) {
        case 0 -> body = Arrays.copyOf(body, at);
        case 1 -> {
          if (body.length > 0) {
            body[at] ^= (byte) (1 << random.nextInt(8));
          }
        }
        case 2 -> {
          String splinter = SPLINTERS.get(random.nextInt(SPLINTERS.size()));
          body = inserted(body, at, splinter.getBytes(StandardCharsets.UTF_8));
        }
        default ->
            body = inserted(body, at, Arrays.copyOfRange(whole, 0, random.nextInt(whole.length)));
      }
    }
    return body;
  }

  private static byte[] inserted(byte[] body, int at, byte[] more) {
    byte[] all = Arrays.copyOf(body, body.length + more.length);
    System.arraycopy(more, 0, all, at, more.length);
    System.arraycopy(body, at, all, at + more.length, body.length - at);
    return all;
  }
}
