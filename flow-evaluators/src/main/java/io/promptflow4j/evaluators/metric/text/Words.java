package io.promptflow4j.evaluators.metric.text;

import java.util.ArrayList;
import java.util.List;

/// The pieces of a text between white space, with Python's idea of white space, so that counts
/// agree with those of Python programs.
public final class Words {

  private Words() {}

  /// The words of `text` in order; none is empty.
  public static List<String> of(String text) {
    var words = new ArrayList<String>();
    int start = -1;
    for (int i = 0; i < text.length(); i++) {
      boolean space = isSpace(text.charAt(i));
      if (space && start >= 0) {
        words.add(text.substring(start, i));
        start = -1;
      } else if (!space && start < 0) {
        start = i;
      }
    }
    if (start >= 0) {
      words.add(text.substring(start));
    }
    return List.copyOf(words);
  }

  /// True for what Python's `str.isspace` calls white space, no-break spaces included.
  public static boolean isSpace(char c) {
    return Character.isWhitespace(c)
        || c == '\u00a0'
        || c == '\u2007'
        || c == '\u202f'
        || c == '\u0085';
  }

  /// `text` without white space at its end.
  static String withoutTrailingSpace(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }
}
