package io.promptflow4j.core.template.filter;

import io.promptflow4j.core.template.python.PyError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/// Breaks one line into lines of a width, where Python's `textwrap` breaks it.
final class Wrapping {

  /// How to break.
  record Rules(int width, boolean breakLongWords, boolean breakOnHyphens) {}

  /// A word, a part of one, or blanks: the code points from `start` to before `end`.
  private record Chunk(int start, int end) {
    int length() {
      return end - start;
    }
  }

  private final Rules rules;
  private final int[] points;
  private final Deque<Chunk> chunks = new ArrayDeque<>();

  private Wrapping(String line, Rules rules) {
    this.rules = rules;
    this.points = line.codePoints().toArray();
  }

  static List<String> wrap(String line, Rules rules) {
    if (rules.width() <= 0) {
      throw PyError.value("'wordwrap' needs a width of at least 1");
    }
    return new Wrapping(line, rules).wrapped();
  }

  private List<String> wrapped() {
    cut();
    var lines = new ArrayList<String>();
    while (!chunks.isEmpty()) {
      if (!lines.isEmpty() && isSpace(chunks.getFirst())) {
        chunks.removeFirst();
      }
      List<Chunk> line = nextLine();
      if (!line.isEmpty() && isSpace(line.getLast())) {
        line.removeLast();
      }
      if (!line.isEmpty()) {
        int start = line.getFirst().start();
        lines.add(new String(points, start, line.getLast().end() - start));
      }
    }
    return lines;
  }

  private boolean isSpace(Chunk chunk) {
    return isSpace(points[chunk.start()]);
  }

  private static boolean isSpace(int point) {
    return point == ' ' || (point >= '\t' && point <= '\r');
  }

  private List<Chunk> nextLine() {
    var line = new ArrayList<Chunk>();
    int used = 0;
    while (!chunks.isEmpty() && used + chunks.getFirst().length() <= rules.width()) {
      used += chunks.getFirst().length();
      line.add(chunks.removeFirst());
    }
    if (!chunks.isEmpty() && chunks.getFirst().length() > rules.width()) {
      breakLongWord(line, rules.width() - used);
    }
    return line;
  }

  private void breakLongWord(List<Chunk> line, int room) {
    if (rules.breakLongWords()) {
      Chunk word = chunks.removeFirst();
      int end = rules.breakOnHyphens() ? hyphenWithin(word, room) : word.start() + room;
      line.add(new Chunk(word.start(), end));
      chunks.addFirst(new Chunk(end, word.end()));
    } else if (line.isEmpty()) {
      line.add(chunks.removeFirst());
    }
  }

  /// Behind the last hyphen within the room, if it has more than hyphens before it; else where the
  /// room ends.
  private int hyphenWithin(Chunk word, int room) {
    int end = word.start() + room;
    int hyphen = end - 1;
    while (hyphen > word.start() && points[hyphen] != '-') {
      hyphen--;
    }
    boolean breaks =
        hyphen > word.start()
            && IntStream.range(word.start(), hyphen).anyMatch(i -> points[i] != '-');
    return breaks ? hyphen + 1 : end;
  }

  private void cut() {
    int at = 0;
    while (at < points.length) {
      int end = isSpace(points[at]) ? spacesEnd(at) : wordEnd(at);
      chunks.add(new Chunk(at, end));
      at = end;
    }
  }

  private int spacesEnd(int from) {
    int end = from;
    while (end < points.length && isSpace(points[end])) {
      end++;
    }
    return end;
  }

  private int wordEnd(int from) {
    boolean hyphens = rules.breakOnHyphens();
    int dashes = hyphens ? dashEnd(from) : -1;
    if (dashes > 0) {
      return dashes;
    }
    for (int i = from + 1; i < points.length; i++) {
      if (hyphens && points[i] == '-' && hyphenates(i)) {
        return i + 1;
      }
      if (isSpace(points[i]) || (hyphens && dashEnd(i) > 0)) {
        return i;
      }
    }
    return points.length;
  }

  /// Where a run of two or more dashes between words ends; −1 if none begins here.
  private int dashEnd(int at) {
    boolean afterWord =
        at > 0 && (TextFilters.isWord(points[at - 1]) || "!\"'&.,?".indexOf(points[at - 1]) >= 0);
    if (!afterWord) {
      return -1;
    }
    int end = at;
    while (end < points.length && points[end] == '-') {
      end++;
    }
    return end - at >= 2 && end < points.length && TextFilters.isWord(points[end]) ? end : -1;
  }

  private boolean isLetter(int at) {
    return at >= 0
        && at < points.length
        && TextFilters.isWord(points[at])
        && !Character.isDigit(points[at]);
  }

  private boolean isHyphen(int at) {
    return at >= 0 && at < points.length && points[at] == '-';
  }

  /// Whether a line may end behind the hyphen at `at`.
  private boolean hyphenates(int at) {
    boolean before =
        isLetter(at - 1) && (isLetter(at - 2) || (isHyphen(at - 2) && isLetter(at - 3)));
    boolean after =
        isLetter(at + 1) && (isLetter(at + 2) || (isHyphen(at + 2) && isLetter(at + 3)));
    return before && after;
  }
}
