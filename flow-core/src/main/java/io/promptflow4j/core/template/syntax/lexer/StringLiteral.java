package io.promptflow4j.core.template.syntax.lexer;

/// The escapes in a quoted text, which are Python's.
final class StringLiteral {

  private final String raw;
  private final int offset;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private StringLiteral(String raw, int offset) {
    this.raw = raw;
    this.offset = offset;
  }

  /// The text that `raw`, which stands at `offset`, means.
  static String unescape(String raw, int offset) {
    return raw.indexOf('\\') < 0 ? raw : new StringLiteral(raw, offset).unescaped();
  }

  private String unescaped() {
    while (at < raw.length()) {
      char c = raw.charAt(at++);
      if (c == '\\' && at < raw.length()) {
        escape(raw.charAt(at++));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private void escape(char kind) {
    switch (kind) {
      case '\n' -> {}
      case '\\', '\'', '"' -> out.append(kind);
      case 'a' -> out.append('\u0007');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'v' -> out.append('\u000b');
      case 'x' -> out.appendCodePoint(hex(2));
      case 'u' -> out.appendCodePoint(hex(4));
      case 'U' -> out.appendCodePoint(hex(8));
      case 'N' -> out.appendCodePoint(named());
      case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(kind);
      default -> out.append('\\').append(kind);
    }
  }

  private int hex(int digits) {
    int end = at + digits;
    int point = 0;
    for (; at < end; at++) {
      int digit = at < raw.length() ? Character.digit(raw.charAt(at), 16) : -1;
      if (digit < 0 || point > 0x10ffff) {
        throw wrong("this escape needs %d hexadecimal digits".formatted(digits));
      }
      point = point * 16 + digit;
    }
    if (!Character.isValidCodePoint(point)) {
      throw wrong("there is no character with this number");
    }
    return point;
  }

  private int named() {
    int close = raw.indexOf('}', at);
    if (close < 0 || raw.charAt(at) != '{') {
      throw wrong("'\\N' is followed by a character's name in braces");
    }
    String name = raw.substring(at + 1, close);
    at = close + 1;
    try {
      return Character.codePointOf(name);
    } catch (IllegalArgumentException unknown) {
      throw wrong("there is no character of this name");
    }
  }

  private void octal(char first) {
    int point = first - '0';
    for (int i = 0; i < 2 && at < raw.length(); i++) {
      int digit = Character.digit(raw.charAt(at), 8);
      if (digit < 0) {
        break;
      }
      point = point * 8 + digit;
      at++;
    }
    out.appendCodePoint(point);
  }

  private Mistake wrong(String problem) {
    return new Mistake(offset + Math.max(0, at - 1), problem + "; write '\\\\' for a backslash");
  }
}
