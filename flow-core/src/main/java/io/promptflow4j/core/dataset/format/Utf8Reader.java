package io.promptflow4j.core.dataset.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// UTF-8 text for a parser that reads ahead. Bytes that are not UTF-8 become replacement characters
/// and are remembered with their places; a row that never ends is stopped.
final class Utf8Reader extends Reader {

  private static final int SLACK = 1 << 16;
  private static final int MAX_WRONG = 1_000;

  /// A byte that is not UTF-8.
  record Wrong(long line, long column, String message) {}

  /// A row is longer than the limit.
  static final class RowTooLong extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final InputStream in;
  private final int maxChars;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14).flip();
  private final Deque<Wrong> wrong = new ArrayDeque<>();
  private boolean atEnd;
  private boolean started;
  private long line = 1;
  private long column = 1;
  private long sinceRowStart;

  Utf8Reader(InputStream in, int maxChars) {
    this.in = in;
    this.maxChars = maxChars;
  }

  /// Says that what is read from now on belongs to the next row.
  void rowStarts() {
    sinceRowStart = 0;
  }

  /// The first wrong byte in a line up to `lastLine`, if there is one; it and all others up to that
  /// line are forgotten.
  @Nullable Wrong takeWrong(long lastLine) {
    Wrong first = null;
    while (!wrong.isEmpty() && wrong.getFirst().line() <= lastLine) {
      Wrong next = wrong.removeFirst();
      first = first == null ? next : first;
    }
    return first;
  }

  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!started) {
      start();
    }
    CharBuffer chars = CharBuffer.wrap(target, offset, length);
    while (chars.position() == offset) {
      if (!decodeInto(chars) && atEnd && !bytes.hasRemaining()) {
        return -1;
      }
    }
    int count = chars.position() - offset;
    sinceRowStart += count;
    if (sinceRowStart > (long) maxChars + SLACK) {
      throw new RowTooLong();
    }
    return count;
  }

  private void start() throws IOException {
    started = true;
    fill();
    Optional<String> other = Encoding.marked(bytes);
    if (other.isPresent()) {
      throw new IOException(other.get());
    }
    if (bytes.remaining() >= 3 && at(0) == 0xEF && at(1) == 0xBB && at(2) == 0xBF) {
      bytes.position(3);
    }
  }

  private int at(int index) {
    return bytes.get(index) & 0xFF;
  }

  private boolean decodeInto(CharBuffer chars) throws IOException {
    int before = chars.position();
    CoderResult result = decoder.decode(bytes, chars, atEnd);
    countLines(chars.array(), before, chars.position());
    if (result.isError()) {
      if (wrong.size() < MAX_WRONG) {
        wrong.add(new Wrong(line, column, Encoding.notUtf8(bytes.get(bytes.position()))));
      }
      bytes.position(bytes.position() + result.length());
      chars.put('\uFFFD');
      column++;
    } else if (result.isUnderflow() && !atEnd) {
      fill();
    }
    return chars.position() > before;
  }

  private void fill() throws IOException {
    bytes.compact();
    int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (count < 0) {
      atEnd = true;
    } else {
      bytes.position(bytes.position() + count);
    }
    bytes.flip();
  }

  private void countLines(char[] chars, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = chars[i];
      if (c == '\n') {
        line++;
        column = 1;
      } else if (!Character.isLowSurrogate(c)) {
        column++;
      }
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
