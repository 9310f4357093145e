package io.promptflow4j.core.graph.reference;

import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.graph.PropertyPath.Step;
import java.util.ArrayList;
import java.util.List;

/// Reads what follows `${node.output`.
///
/// The original picks words, `['…']` and `[digits]` out of the text and passes over everything
/// between them, so `a-b` is the key `a` and then the key `b`. This does the same, and says whether
/// anything but dots was passed over. `["…"]` is a key as well.
final class PathSyntax {

  /// Brackets included.
  private static final int LONGEST_INDEX = 12;

  private final String text;
  private final List<Step> steps = new ArrayList<>();
  private boolean passedOver;

  private PathSyntax(String text) {
    this.text = text;
  }

  /// A path, and whether it hardly means what its author thinks.
  record Parsed(PropertyPath path, boolean doubtful) {}

  static Parsed read(String text) {
    if (text.isEmpty()) {
      return new Parsed(PropertyPath.WHOLE, false);
    }
    var reading = new PathSyntax(text);
    reading.run();
    PropertyPath path =
        reading.steps.isEmpty() ? PropertyPath.WHOLE : new PropertyPath(reading.steps, text);
    return new Parsed(path, reading.passedOver);
  }

  private void run() {
    int at = 0;
    while (at < text.length()) {
      int next = isWord(text.charAt(at)) ? word(at) : bracket(at);
      if (next == at) {
        passedOver |= text.charAt(at) != '.';
        next = at + 1;
      }
      at = next;
    }
  }

  private int word(int start) {
    int end = start;
    while (end < text.length() && isWord(text.charAt(end))) {
      end++;
    }
    steps.add(new Step.Key(text.substring(start, end)));
    return end;
  }

  private int bracket(int start) {
    String quote = text.startsWith("['", start) ? "'" : "\"";
    if (text.startsWith("[" + quote, start)) {
      int furthest = Math.min(text.length(), start + ReferenceSyntax.MAX_KEY);
      int end = text.indexOf(quote + "]", start + 2, furthest);
      if (end >= 0) {
        steps.add(new Step.Key(text.substring(start + 2, end)));
        return end + 2;
      }
    }
    int limit = Math.min(text.length(), start + LONGEST_INDEX);
    int close = text.charAt(start) == '[' ? text.indexOf(']', start, limit) : -1;
    return close > start + 1 && isIndex(start + 1, close) ? index(start + 1, close) : start;
  }

  private int index(int from, int close) {
    steps.add(new Step.Index(Integer.parseInt(text.substring(from, close))));
    return close + 1;
  }

  private boolean isIndex(int from, int to) {
    return to - from < LONGEST_INDEX - 2
        && text.substring(from, to).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isWord(char c) {
    return c == '_' || Character.isLetterOrDigit(c) || Character.isSurrogate(c);
  }
}
