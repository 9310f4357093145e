package io.promptflow4j.core.model.provider.wire;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.promptflow4j.core.model.provider.http.BrokenExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How the pieces of a streamed reply are told apart. What the listener throws ends the reading.
public enum Framing implements ServerSentEventParser {

  /// `event:` and `data:` lines with a blank line behind each piece.
  EVENTS {
    @Override
    void read(StreamedLines lines, ServerSentEventListener listener) throws IOException {
      var data = new StringBuilder();
      String event = "";
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (line.isEmpty()) {
          emit(event, data, listener);
          event = "";
        } else if (line.startsWith("data:")) {
          data.append(data.isEmpty() ? "" : "\n").append(value(line, 5));
        } else if (line.startsWith("event:")) {
          event = value(line, 6);
        }
      }
      emit(event, data, listener);
    }
  },

  /// A JSON document in each line.
  LINES {
    @Override
    void read(StreamedLines lines, ServerSentEventListener listener) throws IOException {
      for (String line = lines.next(); line != null; line = lines.next()) {
        emit("", new StringBuilder(line.strip()), listener);
      }
    }
  };

  abstract void read(StreamedLines lines, ServerSentEventListener listener) throws IOException;

  @Override
  public void parse(InputStream body, ServerSentEventListener listener) {
    try {
      read(new StreamedLines(body), listener);
    } catch (IOException impossible) { // the stream under it throws nothing checked
      throw new UncheckedIOException(impossible);
    }
  }

  private static void emit(String event, StringBuilder data, ServerSentEventListener listener) {
    if (!data.isEmpty()) {
      listener.onEvent(new ServerSentEvent(event, data.toString()));
    }
    data.setLength(0);
  }

  private static String value(String line, int from) {
    return line.startsWith(" ", from) ? line.substring(from + 1) : line.substring(from);
  }

  /// The lines of a stream in UTF-8, each as soon as its end has come. Thousands of these wait at a
  /// time, so that they hold little: what has come and is no line yet.
  static final class StreamedLines {

    private static final int LONGEST = 8 * 1024 * 1024;
    private static final int SHORT = 512;

    private final InputStream body;
    private final byte[] ahead = new byte[SHORT];
    private int next;
    private int end;
    private byte[] line = new byte[SHORT];
    private int length;
    private boolean afterReturn;

    StreamedLines(InputStream body) {
      this.body = body;
    }

    /// The next line without its end, or null after the last one. A line ends with `\n`, `\r` or
    /// both.
    ///
    /// @throws BrokenExchange if a line has no end within 8 MiB
    @Nullable String next() throws IOException {
      while (next < end || fill()) {
        byte one = ahead[next++];
        boolean ends = one == '\n' || one == '\r';
        boolean secondHalf = one == '\n' && afterReturn;
        afterReturn = one == '\r';
        if (ends && !secondHalf) {
          return taken();
        }
        if (!ends) {
          add(one);
        }
      }
      return length == 0 ? null : taken();
    }

    private boolean fill() throws IOException {
      next = 0;
      end = Math.max(0, body.read(ahead, 0, ahead.length));
      return end > 0;
    }

    private void add(byte one) {
      if (length == LONGEST) {
        throw new BrokenExchange(
            BrokenExchange.Kind.TOO_LARGE, "sent a line of more than 8 MiB in its stream");
      }
      if (length == line.length) {
        line = Arrays.copyOf(line, 2 * length);
      }
      line[length++] = one;
    }

    private String taken() {
      String text = new String(line, 0, length, StandardCharsets.UTF_8);
      if (line.length > 16 * SHORT) {
        line = new byte[SHORT]; // one long line is no reason to hold that much from now on
      }
      length = 0;
      return text;
    }
  }
}
