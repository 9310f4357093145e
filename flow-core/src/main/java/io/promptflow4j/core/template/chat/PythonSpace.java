package io.promptflow4j.core.template.chat;

/// What Python's `\s` and `str.strip` take for white space, which is neither Java's `isWhitespace`
/// nor Unicode's property. Source: CPython 3.11, `Objects/unicodetype_db.h`.
final class PythonSpace {

  private PythonSpace() {}

  static boolean is(char c) {
    if (c <= ' ') {
      return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
    }
    if (c < 0x1680) {
      return c == 0x85 || c == 0xA0;
    }
    return c == 0x1680
        || (c >= 0x2000 && c <= 0x200A)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }

  /// The end of the run of white space that starts at `from`.
  static int skip(CharSequence text, int from) {
    int i = from;
    while (i < text.length() && is(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /// The start of the run of white space that ends before `before`.
  static int skipBack(CharSequence text, int before) {
    int i = before;
    while (i > 0 && is(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  static String strip(String text) {
    int start = skip(text, 0);
    return start == text.length() ? "" : text.substring(start, skipBack(text, text.length()));
  }

  static boolean isBlank(String text) {
    return skip(text, 0) == text.length();
  }
}
