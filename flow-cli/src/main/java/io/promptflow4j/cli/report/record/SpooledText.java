package io.promptflow4j.cli.report.record;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A text that may grow long: its beginning waits in a temporary file, its end in memory. Owned by
/// one thread; closing it removes the file.
final class SpooledText implements AutoCloseable {

  private static final int MOST_CHARACTERS = 1 << 20;

  private final StringBuilder end = new StringBuilder();
  private @Nullable Path beginning;
  private @Nullable Writer file;

  SpooledText append(String text) {
    end.append(text);
    if (end.length() > MOST_CHARACTERS) {
      spool();
    }
    return this;
  }

  private void spool() {
    try {
      if (file == null) {
        beginning = Files.createTempFile("pf-record-", ".tmp");
        beginning.toFile().deleteOnExit(); // if somebody stops the command
        file = writer(beginning);
      }
      file.append(end);
      end.setLength(0);
    } catch (IOException broken) {
      throw new UncheckedIOException("a record can't be kept in a temporary file", broken);
    }
  }

  /// Writes UTF-8; what is no text becomes a question mark.
  static Writer writer(Path file) throws IOException {
    return new BufferedWriter(
        new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8));
  }

  /// Writes all of it; nothing may be appended afterwards.
  void writeTo(Writer out) throws IOException {
    if (file != null && beginning != null) {
      file.flush();
      try (var text = Files.newBufferedReader(beginning)) {
        text.transferTo(out);
      }
    }
    out.append(end);
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
      if (beginning != null) {
        Files.deleteIfExists(beginning);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException("a temporary file can't be removed", broken);
    }
  }
}
