package io.promptflow4j.core.tool.python;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One JSON mapping per line over a pair of pipes, in pure ASCII, so that any text survives, halves
/// of surrogate pairs included. Used by one thread at a time.
final class Frames {

  private static final int USUAL_SIZE = 1 << 16;
  private static final int LARGEST = 1 << 28;

  private final OutputStream out;
  private final InputStream in;
  private byte[] buffer = new byte[USUAL_SIZE];
  private int filled;
  private int searched;

  Frames(OutputStream out, InputStream in) {
    this.out = out;
    this.in = in;
  }

  void write(Value.Mapping message) throws IOException {
    out.write(ascii(Json.write(message)));
    out.flush();
  }

  private static byte[] ascii(String json) {
    int escaped = 0;
    for (int i = 0; i < json.length(); i++) {
      if (json.charAt(i) > 0x7E) {
        escaped++;
      }
    }
    byte[] line = new byte[Math.addExact(json.length() + 1, Math.multiplyExact(escaped, 5))];
    int at = 0;
    for (int i = 0; i < json.length(); i++) {
      char one = json.charAt(i);
      if (one <= 0x7E) {
        line[at++] = (byte) one;
      } else {
        at = escape(one, line, at);
      }
    }
    line[at] = '\n';
    return line;
  }

  /// Everything above ASCII stands inside a JSON string, where `\u1234` is always right.
  private static int escape(char one, byte[] line, int from) {
    int at = from;
    line[at++] = '\\';
    line[at++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      line[at++] = (byte) Character.forDigit(one >> shift & 0xF, 16);
    }
    return at;
  }

  /// Waits for the next message.
  ///
  /// @throws EOFException if the other side is gone
  /// @throws StreamCorruptedException if it does not keep to the protocol
  Value.Mapping read() throws IOException {
    int end = lineEnd();
    String json = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
    filled -= end + 1;
    searched = 0;
    byte[] next =
        buffer.length > USUAL_SIZE && filled <= USUAL_SIZE ? new byte[USUAL_SIZE] : buffer;
    System.arraycopy(buffer, end + 1, next, 0, filled);
    buffer = next;
    try {
      if (Json.read(json) instanceof Value.Mapping message) {
        return message;
      }
    } catch (JsonSyntaxException broken) {
      throw new StreamCorruptedException(broken.getMessage());
    }
    throw new StreamCorruptedException("the worker sent something that is not a message");
  }

  private int lineEnd() throws IOException {
    while (true) {
      for (; searched < filled; searched++) {
        if (buffer[searched] == '\n') {
          return searched;
        }
      }
      if (filled == buffer.length) {
        if (filled >= LARGEST) {
          throw new StreamCorruptedException(
              "the value is larger than %d MiB".formatted(LARGEST >> 20));
        }
        buffer = Arrays.copyOf(buffer, filled * 2);
      }
      int count = in.read(buffer, filled, buffer.length - filled);
      if (count < 0) {
        throw new EOFException("the worker closed its end");
      }
      filled += count;
    }
  }
}
