package io.promptflow4j.core.model.provider.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import io.promptflow4j.core.model.provider.http.BrokenExchange;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {

  private final List<String> found = new ArrayList<>();

  private List<String> pieces(Framing framing, InputStream body) {
    framing.parse(
        body,
        new ServerSentEventListener() {
          @Override
          public void onEvent(ServerSentEvent event) {
            found.add(event.event() + "|" + event.data());
          }

          @Override
          public void onError(Throwable problem) {
            throw new AssertionError(problem);
          }
        });
    return found;
  }

  private static InputStream body(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Gives one byte at a time, as a slow network does.
  private static InputStream trickling(String text) {
    return new FilterInputStream(body(text)) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return super.read(into, offset, Math.min(1, length));
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void aLineEndsInEachOfTheThreeWays(String end) {
    String text =
        String.join(end, ": alive", "event: a", "data: x", "data:y", "", "data: z", "", "");

    assertThat(pieces(Framing.EVENTS, trickling(text))).containsExactly("a|x\ny", "|z");
  }

  @Test
  void whatIsBehindTheLastLineEndIsAPieceToo() {
    assertThat(pieces(Framing.EVENTS, body("data: a\n\ndata: b"))).containsExactly("|a", "|b");
  }

  @Test
  void lettersOfSeveralBytesStayWholeWhereverTheyAreCut() {
    String words = "Zürich – 東京 🎡 ".repeat(100);

    assertThat(pieces(Framing.LINES, trickling(words + "\r\n\r\nend")))
        .containsExactly("|" + words.strip(), "|end");
  }

  @Test
  void aLongLineBetweenShortOnesIsRead() {
    String line = "x".repeat(1 << 20);

    assertThat(pieces(Framing.LINES, body("a\n" + line + "\nb\n")))
        .containsExactly("|a", "|" + line, "|b");
  }

  @Test
  void aLineWithoutEndIsGivenUp() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };

    assertThatThrownBy(() -> pieces(Framing.LINES, endless))
        .isInstanceOf(BrokenExchange.class)
        .hasMessageContaining("8 MiB");
  }
}
