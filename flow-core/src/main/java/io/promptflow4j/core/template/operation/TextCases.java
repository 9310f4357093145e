package io.promptflow4j.core.template.operation;

import java.util.Locale;

/// Upper and lower case, as Python changes them.
public final class TextCases {

  private TextCases() {}

  public static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  public static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /// Lower case for comparing; also what differs only in upper case becomes the same.
  public static String caseFold(String text) {
    return lower(text).replace("ß", "ss").replace('ς', 'σ').replace("ﬁ", "fi").replace("ﬂ", "fl");
  }

  /// The first letter of each run of letters large, all others small.
  public static String title(String text) {
    var out = new StringBuilder(text.length());
    boolean inside = false;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int next = i + Character.charCount(point);
      if (inside) {
        out.append(lowerAt(text, i, next));
      } else {
        out.append(titled(text.substring(i, next)));
      }
      inside = isCased(point);
      i = next;
    }
    return out.toString();
  }

  private static boolean isCased(int point) {
    return Character.isUpperCase(point)
        || Character.isLowerCase(point)
        || Character.isTitleCase(point);
  }

  /// A sigma at the end of a word is another letter, so the whole text decides.
  private static String lowerAt(String text, int start, int end) {
    if (text.charAt(start) != 'Σ') {
      return text.substring(start, end).toLowerCase(Locale.ROOT);
    }
    boolean last = end >= text.length() || !isCased(text.codePointAt(end));
    return last ? "ς" : "σ";
  }

  private static String titled(String letter) {
    int point = letter.codePointAt(0);
    int title = Character.toTitleCase(point);
    if (title != point) {
      return Character.toString(title);
    }
    String upper = letter.toUpperCase(Locale.ROOT);
    return upper.codePointCount(0, upper.length()) < 2
        ? upper
        : upper.substring(0, 1) + upper.substring(1).toLowerCase(Locale.ROOT);
  }

  /// The first character large, all others small.
  public static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int end = Character.charCount(text.codePointAt(0));
    String lower = lower(text);
    boolean aligned = lower.length() == text.length();
    String tail = aligned ? lower.substring(end) : lower(text.substring(end));
    return titled(text.substring(0, end)) + tail;
  }

  public static String swapCase(String text) {
    var out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          String one = Character.toString(point);
          out.append(
              Character.isUpperCase(point)
                  ? one.toLowerCase(Locale.ROOT)
                  : Character.isLowerCase(point) ? one.toUpperCase(Locale.ROOT) : one);
        });
    return out.toString();
  }
}
