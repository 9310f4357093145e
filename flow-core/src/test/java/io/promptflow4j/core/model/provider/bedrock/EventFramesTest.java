package io.promptflow4j.core.model.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import io.promptflow4j.core.model.provider.http.BrokenExchange;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Messages of botocore's own tests (`tests/unit/test_eventstream.py`: `PAYLOAD_ONE_STR_HEADER`,
/// `EMPTY_MESSAGE`).
class EventFramesTest {

  private static final byte[] EMPTY = HexFormat.of().parseHex("000000100000000005c248eb7d98c8ff");
  private static final byte[] JSON =
      HexFormat.of()
          .parseHex(
              "0000003d0000002007fd83960c636f6e74656e742d7479706507001061"
                  + "70706c69636174696f6e2f6a736f6e7b27666f6f273a27626172277d8d9c08b1");

  private static List<ServerSentEvent> read(byte[] bytes) {
    var events = new ArrayList<ServerSentEvent>();
    new EventFrames()
        .parse(
            new ByteArrayInputStream(bytes),
            new ServerSentEventListener() {
              @Override
              public void onEvent(ServerSentEvent event) {
                events.add(event);
              }

              @Override
              public void onError(Throwable problem) {
                throw new AssertionError(problem);
              }
            });
    return events;
  }

  private static byte[] both() {
    byte[] both = Arrays.copyOf(EMPTY, EMPTY.length + JSON.length);
    System.arraycopy(JSON, 0, both, EMPTY.length, JSON.length);
    return both;
  }

  @Test
  void givePayloads() {
    assertThat(read(both()))
        .extracting(ServerSentEvent::data)
        .containsExactly("{}", "{'foo':'bar'}");
  }

  @Test
  void withAnyByteChangedAreRefused() {
    for (int at = EMPTY.length; at < both().length; at++) {
      byte[] changed = both();
      changed[at] ^= 4;

      assertThatExceptionOfType(BrokenExchange.class)
          .as("byte %d", at)
          .isThrownBy(() -> read(changed));
    }
  }

  @Test
  void thatEndTooEarlyAreRefused() {
    for (int length = EMPTY.length + 1; length < both().length; length++) {
      byte[] cut = Arrays.copyOf(both(), length);

      assertThatExceptionOfType(BrokenExchange.class)
          .as("%d bytes", length)
          .isThrownBy(() -> read(cut));
    }
  }

  @Test
  void ofAnotherFormatGiveNothing() {
    assertThat(read("<html>login</html>".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }
}
