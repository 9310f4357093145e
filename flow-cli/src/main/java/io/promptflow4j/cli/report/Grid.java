package io.promptflow4j.cli.report;

import io.promptflow4j.cli.terminal.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jline.utils.WCWidth;

/// A table with lines around its cells. Where it would be wider than allowed, the widest columns
/// become narrower and their texts continue on further lines.
public final class Grid {

  private static final int NARROWEST = 8;

  private final List<List<String>> rows = new ArrayList<>();
  private final int columns;

  public Grid(List<String> header) {
    columns = header.size();
    add(header);
  }

  /// Adds a row with a cell for each column.
  public void add(List<String> cells) {
    rows.add(cells.stream().map(Printable::text).toList());
  }

  /// The table without the last line end.
  ///
  /// @param width how many characters a line may have, if the columns can be made that narrow
  public String text(int width) {
    int[] widths = widths(width - 3 * columns - 1);
    String line = line(widths, "-");
    var lines = new ArrayList<String>();
    lines.add(line);
    lines.addAll(row(rows.getFirst(), widths));
    lines.add(line(widths, "="));
    for (List<String> cells : rows.subList(1, rows.size())) {
      lines.addAll(row(cells, widths));
      lines.add(line);
    }
    return String.join("\n", lines);
  }

  private int[] widths(int room) {
    int[] widths =
        IntStream.range(0, columns)
            .map(
                column -> rows.stream().mapToInt(cells -> width(cells.get(column))).max().orElse(1))
            .toArray();
    int over = Arrays.stream(widths).sum() - room;
    while (over > 0) {
      int widest = widest(widths);
      if (widths[widest] <= NARROWEST) {
        return widths;
      }
      widths[widest]--;
      over--;
    }
    return widths;
  }

  private static int widest(int[] widths) {
    int widest = 0;
    for (int i = 1; i < widths.length; i++) {
      widest = widths[i] > widths[widest] ? i : widest;
    }
    return widest;
  }

  private static int width(String cell) {
    return Math.max(1, cell.lines().mapToInt(Grid::lineWidth).max().orElse(0));
  }

  private static int lineWidth(String line) {
    return line.codePoints().map(Grid::letterWidth).sum();
  }

  private static int letterWidth(int letter) {
    return letter == '\t' ? 1 : Math.max(0, WCWidth.wcwidth(letter));
  }

  private static String line(int[] widths, String piece) {
    return Arrays.stream(widths)
        .mapToObj(width -> piece.repeat(width + 2))
        .collect(Collectors.joining("+", "+", "+"));
  }

  private static List<String> row(List<String> cells, int[] widths) {
    List<List<String>> wrapped =
        IntStream.range(0, widths.length).mapToObj(i -> wrapped(cells.get(i), widths[i])).toList();
    int height = wrapped.stream().mapToInt(List::size).max().orElse(1);
    return IntStream.range(0, height)
        .mapToObj(line ->
            IntStream.range(0, widths.length)
                .mapToObj(i -> padded(wrapped.get(i), line, widths[i]))
                .collect(Collectors.joining(" | ", "| ", " |")))
        .toList();
  }

  private static String padded(List<String> lines, int number, int width) {
    String text = number < lines.size() ? lines.get(number) : "";
    return text + " ".repeat(Math.max(0, width - lineWidth(text)));
  }

  private static List<String> wrapped(String cell, int width) {
    var lines = new ArrayList<String>();
    cell.lines().forEach(line -> wrap(line.replace('\t', ' '), width, lines));
    return lines;
  }

  /// Breaks at blanks, and within a word only if it is too long for a line.
  private static void wrap(String line, int width, List<String> lines) {
    String rest = line;
    while (lineWidth(rest) > width) {
      int fits = fitting(rest, width);
      int blank = rest.lastIndexOf(' ', fits);
      int end = blank > 0 ? blank : fits;
      lines.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
  }

  /// How many chars of the text go into `width`; at least one letter.
  private static int fitting(String text, int width) {
    int used = 0;
    int end = 0;
    while (end < text.length()) {
      int letter = text.codePointAt(end);
      used += letterWidth(letter);
      if (used > width && end > 0) {
        return end;
      }
      end += Character.charCount(letter);
    }
    return end;
  }
}
