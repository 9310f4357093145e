package io.promptflow4j.core.source;

import java.util.Arrays;

/// The text of one file with its line starts, so that an offset can be shown as line and column.
///
/// A byte-order mark is dropped and CRLF or CR become LF when the text is made, as Python's text
/// mode does; line and column are those of the file on disk all the same.
public final class SourceText {

  private final String file;
  private final String text;
  private final int[] lineStarts;

  public SourceText(String file, String raw) {
    this.file = file;
    this.text = normalized(raw);
    this.lineStarts = lineStarts(text);
  }

  private static String normalized(String raw) {
    String text = raw.startsWith("\uFEFF") ? raw.substring(1) : raw;
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
      }
      starts[count++] = i + 1;
    }
    return Arrays.copyOf(starts, count);
  }

  /// The name people see: the path relative to the flow folder or to where they stand.
  public String file() {
    return file;
  }

  public String text() {
    return text;
  }

  /// The place of the character at `offset`; an offset past the end is the end.
  public Place placeAt(int offset) {
    int at = Math.clamp(offset, 0, text.length());
    int found = Arrays.binarySearch(lineStarts, at);
    int line = found >= 0 ? found : -found - 2;
    return new Place(file, line + 1, text.codePointCount(lineStarts[line], at) + 1);
  }

  /// Line `number`, counted from 1, without its line end; empty if there is no such line.
  public String line(int number) {
    if (number < 1 || number > lineStarts.length) {
      return "";
    }
    int end = number < lineStarts.length ? lineStarts[number] - 1 : text.length();
    return text.substring(lineStarts[number - 1], end);
  }

  @Override
  public String toString() {
    return file;
  }
}
