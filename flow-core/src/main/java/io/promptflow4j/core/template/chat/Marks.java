package io.promptflow4j.core.template.chat;

/// The five signs that a marked text carries beside its own characters.
///
/// They are printable but hardly ever used characters (wiggly fences), so that Python's `repr` of a
/// text that carries one does not turn it into an escape. Where a text holds one of its own, it is
/// escaped before anything else happens; a sign is therefore always ours.
final class Marks {

  /// Opens words that have a meaning for the structure, as `⧘# system:⧙`.
  static final char OPEN = '\u29D8';

  /// Closes them. An open and a close with nothing between say: the line end before is an author's.
  static final char CLOSE = '\u29D9';

  /// Before what an expression printed.
  static final char ENTER = '\u29DA';

  /// After what an expression printed, also if that is empty.
  static final char LEAVE = '\u29DB';

  /// With the letter after it, one of the five as a character of the text.
  static final char ESCAPE = '\u29DC';

  static final String LINE_END = "" + OPEN + CLOSE;

  private Marks() {}

  static boolean isMark(char c) {
    return c >= OPEN && c <= ESCAPE;
  }

  static boolean hasMark(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isMark(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /// The text with its own signs escaped; the same object if it has none.
  static String escape(String text) {
    if (!hasMark(text)) {
      return text;
    }
    var out = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      appendEscaped(text.charAt(i), out);
    }
    return out.toString();
  }

  private static void appendEscaped(char c, StringBuilder out) {
    if (isMark(c)) {
      out.append(ESCAPE).append((char) ('a' + (c - OPEN)));
    } else {
      out.append(c);
    }
  }

  /// The text as it was before it was marked; the same object if it holds no sign.
  static String strip(String marked) {
    if (!hasMark(marked)) {
      return marked;
    }
    var out = new StringBuilder(marked.length());
    int copied = 0;
    for (int i = 0; i < marked.length(); i++) {
      char c = marked.charAt(i);
      if (isMark(c)) {
        out.append(marked, copied, i);
        if (c == ESCAPE && i + 1 < marked.length()) {
          out.append(unescaped(marked.charAt(++i)));
        }
        copied = i + 1;
      }
    }
    return out.append(marked, copied, marked.length()).toString();
  }

  /// The sign that stands as `letter` after [#ESCAPE]. Filters may have changed the letter's case
  /// or cut the pair, so any other character stands for itself.
  static char unescaped(char letter) {
    int index = (letter | 0x20) - 'a';
    return index >= 0 && index <= ESCAPE - OPEN ? (char) (OPEN + index) : letter;
  }
}
