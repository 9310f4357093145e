package io.promptflow4j.core.template.chat;

/// Reads one quoted text of a Python or JSON literal, with Python's escapes.
final class PythonString {

  private final String text;
  private final int[] origins;
  private final boolean raw;
  private final int origin;
  private final String quote;
  private int at;

  /// @param start where the quote is
  PythonString(String text, int[] origins, int start, boolean raw) {
    this.text = text;
    this.origins = origins;
    this.raw = raw;
    this.origin = origins[start];
    String single = text.substring(start, start + 1);
    this.quote = isOurs(single.repeat(3), start) ? single.repeat(3) : single;
    this.at = start + quote.length();
  }

  /// Appends the text and returns the index after its closing quote; -1 if it is not closed.
  int read(StringBuilder out) {
    while (at < text.length()) {
      boolean ours = origins[at] == origin;
      char c = text.charAt(at);
      if (isOurs(quote, at)) {
        return at + quote.length();
      }
      if (ours && c == '\n' && quote.length() == 1) {
        return -1;
      }
      if (ours && c == '\\' && at + 1 < text.length()) {
        readEscape(out);
      } else {
        out.append(c);
        at++;
      }
    }
    return -1;
  }

  /// Whether `quotes` stand at `index`, all of the origin of the quote that opened the text.
  private boolean isOurs(String quotes, int index) {
    boolean stands = text.startsWith(quotes, index);
    for (int i = index; stands && i < index + quotes.length(); i++) {
      stands = origins[i] == origin;
    }
    return stands;
  }

  private void readEscape(StringBuilder out) {
    char c = text.charAt(at + 1);
    if (raw) {
      out.append('\\').append(c);
      at += 2;
      return;
    }
    int plain = "\\'\"abfnrtv\n/".indexOf(c);
    if (plain >= 0) {
      out.append("\\'\"\u0007\b\f\n\r\t\u000B\u0000/".charAt(plain));
      if (c == '\n') {
        out.setLength(out.length() - 1);
      }
      at += 2;
    } else {
      readNumbered(c, out);
    }
  }

  private void readNumbered(char c, StringBuilder out) {
    switch (c) {
      case 'x' -> readCode(2, 2, 16, out);
      case 'u' -> readCode(2, 4, 16, out);
      case 'U' -> readCode(2, 8, 16, out);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> readCode(1, octalDigits(), 8, out);
      default -> {
        out.append('\\').append(c);
        at += 2;
      }
    }
  }

  private int octalDigits() {
    int end = at + 1;
    while (end < Math.min(text.length(), at + 4) && Character.digit(text.charAt(end), 8) >= 0) {
      end++;
    }
    return end - at - 1;
  }

  /// A character given by its number; one that is no number stays as it is written.
  private void readCode(int skip, int digits, int radix, StringBuilder out) {
    int start = at + skip;
    int end = Math.min(text.length(), start + digits);
    try {
      int point = Integer.parseInt(text, start, end, radix);
      if (end == start + digits && Character.isValidCodePoint(point)) {
        out.appendCodePoint(point);
        at = end;
        return;
      }
    } catch (NumberFormatException noNumber) {
      // falls through to the text as it is
    }
    out.append(text, at, at + 2);
    at += 2;
  }
}
