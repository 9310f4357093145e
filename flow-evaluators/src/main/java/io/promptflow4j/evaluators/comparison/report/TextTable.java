package io.promptflow4j.evaluators.comparison.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// A table of text whose columns are as wide as what stands in them.
///
/// How wide a text is shown (a Chinese character takes two columns, an accent none) is for the
/// terminal to say.
public final class TextTable {

  private static final String GAP = "  ";

  private final ToIntFunction<String> width;
  private final List<List<String>> rows = new ArrayList<>();

  /// What a terminal shows.
  ///
  /// @param width how many columns a text takes
  public TextTable(ToIntFunction<String> width) {
    this.width = width;
  }

  public TextTable row(List<String> cells) {
    rows.add(cells.stream().map(TextTable::oneLine).toList());
    return this;
  }

  public TextTable row(String... cells) {
    return row(List.of(cells));
  }

  private static String oneLine(String text) {
    var line = new StringBuilder();
    text.codePoints().forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return line.toString();
  }

  /// The rows as lines, each with an end; the first is the head and is underlined.
  public String text() {
    int[] widths = widths();
    var text = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      append(text, rows.get(i), widths);
      if (i == 0) {
        append(text, underlines(widths), widths);
      }
    }
    return text.toString();
  }

  private int[] widths() {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], width.applyAsInt(row.get(i)));
      }
    }
    return widths;
  }

  private static List<String> underlines(int[] widths) {
    var lines = new ArrayList<String>();
    for (int one : widths) {
      lines.add("-".repeat(one));
    }
    return lines;
  }

  private void append(StringBuilder text, List<String> row, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      line.append(i == 0 ? "" : GAP).append(cell);
      line.append(" ".repeat(Math.max(0, widths[i] - width.applyAsInt(cell))));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
