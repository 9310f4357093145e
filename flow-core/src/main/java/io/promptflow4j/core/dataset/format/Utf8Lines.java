package io.promptflow4j.core.dataset.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lines of UTF-8 text. A line ends with LF or CRLF, the last one also with the file; a byte-order
/// mark at the start is no text.
final class Utf8Lines implements AutoCloseable {

  private static final char REPLACEMENT = '\uFFFD';

  /// A line, or why there is none.
  sealed interface Line {
    record Text(String text) implements Line {}

    /// Bytes that are no text.
    ///
    /// @param column counts code points from 1
    record NotUtf8(int column, String message) implements Line {}

    enum TooLong implements Line {
      TOO_LONG
    }
  }

  private final InputStream in;
  private final int maxBytes;
  private final byte[] buffer = new byte[1 << 16];
  private byte[] line = new byte[1 << 10];
  private int lineLength;
  private int at;
  private int end;
  private long number;

  Utf8Lines(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /// The number of the line that was read last, counted from 1.
  long number() {
    return number;
  }

  /// The next line, or null after the last.
  @Nullable Line next() throws IOException {
    lineLength = 0;
    boolean tooLong = false;
    while (at < end || fill()) {
      int newline = newline();
      int stop = newline < 0 ? end : newline;
      tooLong |= lineLength + (stop - at) > maxBytes;
      if (!tooLong) {
        append(stop);
      }
      at = newline < 0 ? end : newline + 1;
      if (newline >= 0) {
        return finished(tooLong);
      }
    }
    return lineLength > 0 || tooLong ? finished(tooLong) : null;
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  private int newline() {
    for (int i = at; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void append(int stop) {
    int needed = lineLength + (stop - at);
    if (needed > line.length) {
      line = Arrays.copyOf(line, Math.max(needed, Math.min(line.length * 2, maxBytes)));
    }
    System.arraycopy(buffer, at, line, lineLength, stop - at);
    lineLength = needed;
  }

  private Line finished(boolean tooLong) {
    number++;
    if (tooLong) {
      return Line.TooLong.TOO_LONG;
    }
    int from = number == 1 && startsWithMark() ? 3 : 0;
    int to = lineLength > from && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
    if (number == 1) {
      Optional<String> other = Encoding.marked(ByteBuffer.wrap(line, 0, lineLength));
      if (other.isPresent()) {
        return new Line.NotUtf8(1, other.get());
      }
    }
    String text = new String(line, from, to - from, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? new Line.Text(text) : checked(text, from, to);
  }

  private boolean startsWithMark() {
    return lineLength >= 3
        && line[0] == (byte) 0xEF
        && line[1] == (byte) 0xBB
        && line[2] == (byte) 0xBF;
  }

  /// Tells a replacement character that is in the file from one that the decoder put there.
  private Line checked(String text, int from, int to) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.wrap(line, from, to - from);
    CharBuffer chars = CharBuffer.allocate(to - from);
    CoderResult result = decoder.decode(bytes, chars, true);
    if (!result.isError()) {
      return new Line.Text(text);
    }
    chars.flip();
    int column = Character.codePointCount(chars, 0, chars.length()) + 1;
    return new Line.NotUtf8(column, Encoding.notUtf8(line[bytes.position()]));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
