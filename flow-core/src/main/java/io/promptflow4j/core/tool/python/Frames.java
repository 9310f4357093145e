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

/// One JSON mapping per line over a pair of pipes, in UTF-8; halves of surrogate pairs stand there
/// as escapes, so that any text survives. Used by one thread at a time.
final class Frames {

  private static final int USUAL_SIZE = 1 << 16;
  private static final int LARGEST = 1 << 30;

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
    out.write(Json.write(message).getBytes(StandardCharsets.UTF_8));
    out.write('\n');
    out.flush();
  }

  /// Waits for the next message.
  ///
  /// @throws EOFException if the other side is gone
  /// @throws StreamCorruptedException if it does not keep to the protocol
  Value.Mapping read() throws IOException {
    int end = lineEnd();
    String json = new String(buffer, 0, end, StandardCharsets.UTF_8);
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
