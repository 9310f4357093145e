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
    int firstCased = 0;
    while (firstCased < upper.length() && !isCased(upper.charAt(firstCased))) {
      firstCased++;
    }
    int kept = Math.min(upper.length(), firstCased + 1);
    return upper.substring(0, kept) + upper.substring(kept).toLowerCase(Locale.ROOT);
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
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int next = i + Character.charCount(point);
      if (Character.isUpperCase(point)) {
        out.append(lowerAt(text, i, next));
      } else if (Character.isLowerCase(point)) {
        out.append(text.substring(i, next).toUpperCase(Locale.ROOT));
      } else {
        out.appendCodePoint(point);
      }
      i = next;
    }
    return out.toString();
  }
}
