package io.promptflow4j.core.model.provider.wire;

import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import io.promptflow4j.core.model.provider.http.BrokenExchange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// How the pieces of a streamed reply are told apart. What the listener throws ends the reading.
public enum Framing implements ServerSentEventParser {

  /// `event:` and `data:` lines with a blank line behind each piece.
  EVENTS {
    @Override
    void read(BufferedReader lines, ServerSentEventListener listener) throws IOException {
      var data = new StringBuilder();
      String event = "";
      for (String line = line(lines); line != null; line = line(lines)) {
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
    void read(BufferedReader lines, ServerSentEventListener listener) throws IOException {
      for (String line = line(lines); line != null; line = line(lines)) {
        emit("", new StringBuilder(line.strip()), listener);
      }
    }
  };

  private static final int LONGEST_LINE = 8 * 1024 * 1024;

  abstract void read(BufferedReader lines, ServerSentEventListener listener) throws IOException;

  @Override
  public void parse(InputStream body, ServerSentEventListener listener) {
    try {
      read(new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)), listener);
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

  /// The next line; a service that never ends one is given up.
  private static @Nullable String line(BufferedReader lines) throws IOException {
    var line = new StringBuilder();
    for (int c = lines.read(); c >= 0; c = lines.read()) {
      if (c == '\n') {
        return line.toString();
      }
      if (c == '\r') {
        lines.mark(1);
        if (lines.read() != '\n') {
          lines.reset();
        }
        return line.toString();
      }
      if (line.length() == LONGEST_LINE) {
        throw new BrokenExchange(
            BrokenExchange.Kind.TOO_LARGE, "sent a line of more than 8 MiB in its stream");
      }
      line.append((char) c);
    }
    return line.isEmpty() ? null : line.toString();
  }
}
