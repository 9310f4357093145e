package io.promptflow4j.core.template.filter;

import io.promptflow4j.core.template.python.PyError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Breaks a line into lines of a width, where Python's `textwrap` breaks it.
record Wrapping(int width, boolean breakLongWords, boolean breakOnHyphens) {

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  List<String> wrap(String line) {
    if (width <= 0) {
      throw PyError.value("'wordwrap' needs a width of at least 1");
    }
    var chunks = new ArrayDeque<>(chunks(line));
    var lines = new ArrayList<String>();
    while (!chunks.isEmpty()) {
      if (!lines.isEmpty() && chunks.getFirst().isBlank()) {
        chunks.removeFirst();
      }
      List<String> current = fill(chunks);
      if (!current.isEmpty() && isSpace(current.getLast())) {
        current.removeLast();
      }
      if (!current.isEmpty()) {
        lines.add(String.join("", current));
      }
    }
    return lines;
  }

  private static boolean isSpace(String chunk) {
    return chunk.chars().allMatch(c -> isSpace((char) c));
  }

  private List<String> fill(Deque<String> chunks) {
    var current = new ArrayList<String>();
    int used = 0;
    while (!chunks.isEmpty() && used + length(chunks.getFirst()) <= width) {
      used += length(chunks.getFirst());
      current.add(chunks.removeFirst());
    }
    if (!chunks.isEmpty() && length(chunks.getFirst()) > width) {
      breakLong(chunks, current, used);
    }
    return current;
  }

  private void breakLong(Deque<String> chunks, List<String> current, int used) {
    String chunk = chunks.getFirst();
    int room = Math.max(1, width - used);
    if (breakLongWords) {
      int end = chunk.offsetByCodePoints(0, room);
      if (breakOnHyphens) {
        int hyphen = chunk.lastIndexOf('-', end - 1);
        boolean wordBefore =
            hyphen > 0 && chunk.substring(0, hyphen).chars().anyMatch(c -> c != '-');
        end = wordBefore ? hyphen + 1 : end;
      }
      current.add(chunk.substring(0, end));
      chunks.removeFirst();
      chunks.addFirst(chunk.substring(end));
    } else if (current.isEmpty()) {
      current.add(chunks.removeFirst());
    }
  }

  /// Words, the blanks between them, and the parts of words with hyphens.
  private List<String> chunks(String text) {
    var chunks = new ArrayList<String>();
    int at = 0;
    while (at < text.length()) {
      int end = isSpace(text.charAt(at)) ? spacesEnd(text, at) : wordEnd(text, at);
      chunks.add(text.substring(at, end));
      at = end;
    }
    return chunks;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static int spacesEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isSpace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int wordEnd(String text, int from) {
    if (!breakOnHyphens) {
      int end = from;
      while (end < text.length() && !isSpace(text.charAt(end))) {
        end++;
      }
      return end;
    }
    int dashes = dashEnd(text, from);
    if (dashes > 0) {
      return dashes;
    }
    for (int i = from + 1; i < text.length(); i++) {
      if (i > from && text.charAt(i) == '-' && hyphenates(text, i)) {
        return i + 1;
      }
      if (isSpace(text.charAt(i)) || dashEnd(text, i) > 0) {
        return i;
      }
    }
    return text.length();
  }

  /// Where a run of two or more dashes between words ends; −1 if none begins here.
  private static int dashEnd(String text, int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) == '-') {
      end++;
    }
    boolean between =
        end - at >= 2
            && at > 0
            && end < text.length()
            && (isWord(text, at - 1) || "!\"'&.,?".indexOf(text.charAt(at - 1)) >= 0)
            && isWord(text, end);
    return between ? end : -1;
  }

  private static boolean isWord(String text, int at) {
    return TextFilters.isWord(text.charAt(at)) || Character.isSurrogate(text.charAt(at));
  }

  private static boolean isLetter(String text, int at) {
    return at >= 0 && at < text.length() && isWord(text, at) && !Character.isDigit(text.charAt(at));
  }

  /// Whether a line may end behind the hyphen at `at`.
  private static boolean hyphenates(String text, int at) {
    boolean before =
        isLetter(text, at - 1)
            && (isLetter(text, at - 2)
                || (at >= 3 && text.charAt(at - 2) == '-' && isLetter(text, at - 3)));
    boolean after =
        isLetter(text, at + 1)
            && (isLetter(text, at + 2)
                || (at + 3 < text.length()
                    && text.charAt(at + 2) == '-'
                    && isLetter(text, at + 3)));
    return before && after;
  }
}
