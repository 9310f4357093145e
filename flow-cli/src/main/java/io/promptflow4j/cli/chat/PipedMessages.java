package io.promptflow4j.cli.chat;

import io.promptflow4j.cli.terminal.CommandFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Messages from a pipe or a file, one a line; nothing is asked.
final class PipedMessages implements Messages {

  private final BufferedReader lines;

  PipedMessages(InputStream in) {
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public Optional<String> next() {
    try {
      String line = lines.readLine();
      if (line == null) {
        return Optional.empty();
      }
      var message = new StringBuilder(line);
      while (line != null && line.endsWith("\\")) {
        line = lines.readLine();
        message.setLength(message.length() - 1);
        message.append('\n').append(line == null ? "" : line);
      }
      return Optional.of(message.toString());
    } catch (IOException broken) {
      throw new CommandFailure(
          "bad-input", "standard input can't be read: " + broken.getMessage(), broken);
    }
  }

  @Override
  public void interruptibly(Runnable turn) {
    turn.run();
  }

  @Override
  public void close() {
    // the stream belongs to the caller
  }
}
