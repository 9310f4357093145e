package io.promptflow4j.core.definition.compose;

import io.promptflow4j.core.source.Place;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.StreamReader;

/// A whole text in memory, as SnakeYAML's scanner wants to see it.
///
/// The library's own reader copies its window again for each further kilobyte of a long scalar,
/// which takes the better part of a second for a megabyte; this one holds the text once. It also
/// hides those question marks from the scanner that YAML 1.2 allows inside an unquoted text in `{
/// }` and `[ ]`, but YAML 1.1, which the scanner knows, does not: `{q: What is it?}`.
public final class CodePoints extends StreamReader {

  /// Stands in for a hidden question mark; a noncharacter, which no accepted text contains.
  private static final int HIDDEN = 0x10FFFF;

  private static final Pattern TOP_LEVEL_KEY =
      Pattern.compile("(?:[\\p{L}_$][\\w$.-]*+|\"[^\"]+\"|'[^']+')\\s*+:(?:\\s.*)?");

  private final String file;
  private final int[] points;
  private final int[] seen;
  private final int[] lineStarts;
  private int pointer;
  private int line;
  private int column;
  private int documentIndex;

  /// @param text with LF line ends, without a byte-order mark or characters YAML forbids
  public CodePoints(String file, String text) {
    super("");
    this.file = file;
    this.points = text.codePoints().toArray();
    this.seen = text.indexOf('?') < 0 ? points : withHiddenMarks(points);
    this.lineStarts = lineStarts(points);
  }

  private static int[] withHiddenMarks(int[] points) {
    int[] seen = points.clone();
    for (int i = 0; i < seen.length; i++) {
      if (seen[i] == '?' && !isIndicator(points, i)) {
        seen[i] = HIDDEN;
      }
    }
    return seen;
  }

  /// Whether `?` begins a token: a blank follows, and before it on its line there is nothing but
  /// blanks after an opening bracket, a comma or another indicator.
  private static boolean isIndicator(int[] points, int at) {
    int after = at + 1 == points.length ? '\n' : points[at + 1];
    int before = at - 1;
    while (before >= 0 && (points[before] == ' ' || points[before] == '\t')) {
      before--;
    }
    return " \t\n".indexOf(after) >= 0 && (before < 0 || "\n[{,-?:".indexOf(points[before]) >= 0);
  }

  private static int[] lineStarts(int[] points) {
    int[] starts = new int[64];
    int count = 1;
    for (int i = 0; i < points.length; i++) {
      if (points[i] == '\n') {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, count);
  }

  /// Makes the scanner begin at `index`, which has to be the start of a line.
  public void moveTo(int index) {
    pointer = index;
    line = lineOf(index);
    column = 0;
  }

  public int length() {
    return points.length;
  }

  /// The code point at `index`, or a line feed outside the text.
  public int at(int index) {
    return index < 0 || index >= points.length ? '\n' : points[index];
  }

  /// Where line `number`, counted from 0, starts; the text's length if there is no such line.
  public int startOfLine(int number) {
    return number < lineStarts.length ? lineStarts[number] : points.length;
  }

  /// Line `number`, counted from 0, without its line end.
  public String lineText(int number) {
    if (number < 0 || number >= lineStarts.length) {
      return "";
    }
    int start = lineStarts[number];
    int end = number + 1 < lineStarts.length ? lineStarts[number + 1] - 1 : points.length;
    return new String(points, start, end - start);
  }

  /// What stands before `index` in its line.
  public String lineBefore(int index) {
    int start = lineStarts[lineOf(index)];
    return new String(points, start, index - start);
  }

  /// Where the text of line `number` begins behind its leading spaces.
  public int startOfText(int number) {
    int start = startOfLine(Math.max(0, number));
    while (at(start) == ' ') {
      start++;
    }
    return start;
  }

  /// The start of the first line behind `index` that holds a key of the outermost level, or -1.
  public int nextTopLevelKey(int index) {
    if (index >= points.length) {
      return -1;
    }
    for (int number = lineOf(index) + 1; startOfLine(number) < points.length; number++) {
      if (TOP_LEVEL_KEY.matcher(lineText(number)).matches()) {
        return startOfLine(number);
      }
    }
    return -1;
  }

  /// Whether the lines before `index` are directives, comments or blank, and one is a directive.
  boolean onlyDirectivesBefore(int index) {
    boolean found = false;
    for (int number = 0; number < lineOf(index); number++) {
      int first = at(startOfText(number));
      found |= first == '%';
      if (first != '%' && first != '#' && first != '\n') {
        return false;
      }
    }
    return found;
  }

  /// The line that holds `index`, counted from 0. Only LF ends a line, as in an editor.
  public int lineOf(int index) {
    int found = Arrays.binarySearch(lineStarts, index);
    return found >= 0 ? found : -found - 2;
  }

  public Place placeOf(Mark mark) {
    return placeAt(mark.getIndex());
  }

  public Place placeAt(int index) {
    int lineNumber = lineOf(index);
    return new Place(file, lineNumber + 1, index - lineStarts[lineNumber] + 1);
  }

  @Override
  public Mark getMark() {
    return new Mark(file, pointer, line, column, points, pointer);
  }

  @Override
  public void forward() {
    forward(1);
  }

  @Override
  public void forward(int length) {
    for (int i = 0; i < length && pointer < points.length; i++) {
      int point = points[pointer++];
      documentIndex++;
      if (point == '\n' || point == 0x85 || point == 0x2028 || point == 0x2029) {
        line++;
        column = 0;
      } else if (point != 0xFEFF) {
        column++;
      }
    }
  }

  @Override
  public int peek() {
    return pointer < seen.length ? seen[pointer] : '\0';
  }

  @Override
  public int peek(int index) {
    return pointer + index < seen.length ? seen[pointer + index] : '\0';
  }

  @Override
  public String prefix(int length) {
    return new String(points, pointer, Math.min(length, points.length - pointer));
  }

  @Override
  public String prefixForward(int length) {
    String prefix = prefix(length);
    forward(length);
    return prefix;
  }

  @Override
  public int getColumn() {
    return column;
  }

  @Override
  public int getDocumentIndex() {
    return documentIndex;
  }

  @Override
  public void resetDocumentIndex() {
    documentIndex = 0;
  }

  @Override
  public int getIndex() {
    return pointer;
  }

  @Override
  public int getLine() {
    return line;
  }
}
