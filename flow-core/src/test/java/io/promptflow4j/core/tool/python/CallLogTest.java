package io.promptflow4j.core.tool.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CallLogTest {

  private static final String MARK = "\u001eabc\n";

  private static CallLog.Captured captured(String bytes, int pieceSize) {
    var log = new CallLog("abc");
    log.begin();
    log.drain(inPieces("starting" + MARK + bytes, pieceSize));
    return log.end(1_000);
  }

  private static InputStream inPieces(String text, int size) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public int read(byte[] into) throws IOException {
        return read(into, 0, Math.min(size, into.length));
      }
    };
  }

  @Test
  void theMarkIsTakenOutHoweverItArrives() {
    String bytes = "one\n" + MARK + "\u001e\u001eab" + MARK + "\u001e two" + MARK;

    for (int size = 1; size <= bytes.length(); size++) {
      assertThat(captured(bytes, size).text()).isEqualTo("one\n\u001e\u001eab\u001e two");
    }
  }

  @Test
  void whatIsTooMuchIsCountedAndItsEndKept() {
    String bytes = "x".repeat(CallLog.LIMIT) + "y".repeat(200_000) + "end" + MARK;

    var captured = captured(bytes, 8_192);

    assertThat(captured.text()).hasSize(CallLog.LIMIT).doesNotContain("y");
    assertThat(captured.dropped()).isEqualTo(200_003);
    assertThat(captured.tail()).endsWith("yend");
    assertThat(captured.tail().length()).isLessThan(100_000);
  }

  @Test
  void aNewCallStartsEmpty() {
    var log = new CallLog("abc");
    log.begin();
    log.drain(inPieces(MARK + "first" + MARK, 100));
    log.end(1_000);

    log.begin();

    assertThat(log.end(0).text()).isEmpty();
  }

  @Test
  void whatIsPrintedBeforeTheWorkerIsUpIsKeptUntilItIs() {
    var log = new CallLog("abc");
    log.begin();

    log.drain(inPieces("no such option", 100));

    assertThat(log.end(1_000).text()).isEqualTo("no such option");
  }
}
