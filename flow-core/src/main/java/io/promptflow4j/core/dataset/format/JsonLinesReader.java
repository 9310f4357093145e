package io.promptflow4j.core.dataset.format;

import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// JSON Lines: an object a line; blank lines are passed over.
final class JsonLinesReader implements RowReader {

  private final DataFile file;
  private final int maxRowBytes;
  private final Utf8Lines lines;
  private long number;
  private boolean failed;

  JsonLinesReader(DataFile file, int maxRowBytes) throws IOException {
    this.file = file;
    this.maxRowBytes = maxRowBytes;
    this.lines = new Utf8Lines(file.open(), maxRowBytes);
  }

  @Override
  public @Nullable RowOrProblem read() {
    if (failed) {
      return null;
    }
    try {
      RowOrProblem found = null;
      for (var line = lines.next(); line != null && found == null; ) {
        found = row(line);
        line = found == null ? lines.next() : line;
      }
      number += found == null ? 0 : 1;
      return found;
    } catch (IOException broken) {
      failed = true;
      return file.unreadable(number, lines.number() + 1, broken);
    }
  }

  /// What a line holds; null if it is blank.
  private @Nullable RowOrProblem row(Utf8Lines.Line line) {
    return switch (line) {
      case Utf8Lines.Line.Text(var text) -> text.isBlank() ? null : row(text);
      case Utf8Lines.Line.NotUtf8(int column, var message) ->
          file.broken(number, "not-utf8", lines.number(), column, message);
      case Utf8Lines.Line.TooLong _ ->
          file.broken(
              number, "row-too-long", lines.number(), 1, Messages.tooLong(maxRowBytes, "bytes"));
    };
  }

  private RowOrProblem row(String text) {
    try {
      Value value = Json.readUnique(text);
      return value instanceof Value.Mapping columns
          ? new RowOrProblem.Row(number, file.place(lines.number(), 1), columns)
          : file.broken(number, "row-shape", lines.number(), 1, Messages.noObject(value));
    } catch (JsonSyntaxException broken) {
      return file.broken(
          number, "row-syntax", lines.number(), broken.column(), Messages.jsonLine(text, broken));
    }
  }

  @Override
  public void close() {
    Closing.close(lines);
  }
}
