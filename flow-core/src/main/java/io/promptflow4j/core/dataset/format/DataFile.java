package io.promptflow4j.core.dataset.format;

import io.promptflow4j.core.dataset.DataFormat;
import io.promptflow4j.core.dataset.RowOrProblem.BrokenRow;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// A file with rows.
///
/// @param shown how messages name it
public record DataFile(Path path, String shown, DataFormat format) {

  private static final int BUFFER = 1 << 16;

  /// Its bytes; those of a gzip file are unpacked, whatever it is called.
  InputStream open() throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(path), BUFFER);
    try {
      in.mark(2);
      boolean packed = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      return packed ? new GZIPInputStream(in, BUFFER) : in;
    } catch (IOException broken) {
      in.close();
      throw broken;
    }
  }

  Place place(long line, long column) {
    return new Place(
        shown, (int) Math.min(line, Integer.MAX_VALUE), (int) Math.min(column, Integer.MAX_VALUE));
  }

  BrokenRow broken(long number, String code, long line, long column, String message) {
    return new BrokenRow(number, Diagnostic.error(code, place(line, column), message));
  }

  /// What to say when the bytes themselves fail, after which nothing more can be read.
  BrokenRow unreadable(long number, long line, IOException cause) {
    String why =
        cause instanceof EOFException
            ? "the file is cut off"
            : Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName());
    return broken(
        number,
        "broken-file",
        line,
        1,
        "the rest of the file can't be read: %s; repair or copy the file again".formatted(why));
  }
}
