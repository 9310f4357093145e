package io.promptflow4j.core.dataset.format;

import io.promptflow4j.core.dataset.RowOrProblem;
import io.promptflow4j.core.dataset.RowReader;
import io.promptflow4j.core.value.JsonStream;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON file: a list of objects, or objects one after the other, of which each is a row.
final class JsonFileReader implements RowReader {

  private final DataFile file;
  private final int maxRowChars;
  private final Utf8Reader text;
  private final JsonStream items;
  private long number;
  private long lastLine = 1;
  private boolean failed;

  JsonFileReader(DataFile file, int maxRowChars) throws IOException {
    this.file = file;
    this.maxRowChars = maxRowChars;
    this.text = new Utf8Reader(file.open(), maxRowChars);
    this.items = new JsonStream(text);
  }

  @Override
  public @Nullable RowOrProblem read() {
    if (failed) {
      return null;
    }
    try {
      text.rowStarts();
      JsonStream.Item item = items.next();
      return item == null ? null : row(item);
    } catch (JsonSyntaxException broken) {
      failed = true;
      return syntaxError(broken);
    } catch (Utf8Reader.RowTooLong _) {
      failed = true;
      return file.broken(
          number,
          "row-too-long",
          lastLine,
          1,
          "the row after this place is too long, and the rest of the file was not read: "
              + Messages.tooLong(maxRowChars, "characters"));
    } catch (IOException broken) {
      failed = true;
      return file.unreadable(number, lastLine, broken);
    }
  }

  private RowOrProblem syntaxError(JsonSyntaxException broken) {
    Utf8Reader.Wrong wrong = text.takeWrong(broken.line());
    String rest = "; the rest of the file was not read";
    return wrong != null
        ? file.broken(number, "not-utf8", wrong.line(), wrong.column(), wrong.message() + rest)
        : file.broken(
            number, "row-syntax", broken.line(), broken.column(), Messages.json(broken) + rest);
  }

  private RowOrProblem row(JsonStream.Item item) {
    lastLine = item.line();
    long current = number++;
    Utf8Reader.Wrong wrong = text.takeWrong(items.line());
    if (wrong != null) {
      return file.broken(current, "not-utf8", wrong.line(), wrong.column(), wrong.message());
    }
    if (!(item.value() instanceof Value.Mapping columns)) {
      return file.broken(
          current, "row-shape", item.line(), item.column(), Messages.noObject(item.value()));
    }
    if (current == 0 && isByColumns(columns)) {
      return file.broken(
          current,
          "row-shape",
          item.line(),
          item.column(),
          "this is a table written column by column; write it row by row (pandas:"
              + " df.to_json(path, orient='records', lines=True))");
    }
    return new RowOrProblem.Row(current, file.place(item.line(), item.column()), columns);
  }

  /// What pandas writes unless told otherwise: `{"a": {"0": …, "1": …}, "b": {"0": …, "1": …}}`.
  private static boolean isByColumns(Value.Mapping row) {
    return !row.entries().isEmpty()
        && row.entries().values().stream()
            .allMatch(value ->
                value instanceof Value.Mapping(var cells)
                    && cells.size() > 1
                    && cells.keySet().containsAll(Set.of("0", "1")));
  }

  @Override
  public void close() {
    Closing.close(items);
  }
}
