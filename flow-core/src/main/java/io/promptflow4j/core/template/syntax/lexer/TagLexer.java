package io.promptflow4j.core.template.syntax.lexer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Cuts the inside of one tag into names, literals and operators, and watches its brackets.
final class TagLexer {

  /// Takes a token that has been cut.
  interface Sink {
    void add(Token.Kind kind, String content, int offset);
  }

  private static final List<String> OPERATORS =
      List.of(
          "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{",
          "}", ">", "<", "=", ".", ":", "|", ",", ";");

  private final String text;
  private final Sink sink;
  private final Deque<String> open = new ArrayDeque<>();

  TagLexer(String text, Sink sink) {
    this.text = text;
    this.sink = sink;
  }

  boolean isBalanced() {
    return open.isEmpty();
  }

  /// Cuts the token at `at`, if there is one, and says where the next may start.
  int token(int at) {
    char c = text.charAt(at);
    if (Spaces.isSpace(c)) {
      return at + 1;
    }
    if (c >= '0' && c <= '9') {
      return number(at);
    }
    if (c == '\'' || c == '"') {
      return string(at, c);
    }
    if (isWord(text.codePointAt(at))) {
      return name(at);
    }
    return operator(at);
  }

  private int number(int at) {
    char before = at > 0 ? text.charAt(at - 1) : ' ';
    var number = NumberLiteral.at(text, at, before != '.');
    sink.add(number.isFloat() ? Token.Kind.FLOAT : Token.Kind.INTEGER, number.digits(), at);
    return number.end();
  }

  private int string(int at, char quote) {
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == quote) {
        String content = text.substring(at + 1, i);
        sink.add(Token.Kind.STRING, StringLiteral.unescape(content, at + 1), at);
        return i + 1;
      }
    }
    throw new Mistake(at, "this text is never closed; end it with %c".formatted(quote));
  }

  private static boolean isWord(int point) {
    return point == '_'
        || Character.isLetterOrDigit(point)
        || switch (Character.getType(point)) {
          case Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
          default -> false;
        };
  }

  private int name(int at) {
    int end = at;
    boolean fits =
        Character.isUnicodeIdentifierStart(text.codePointAt(at)) || text.charAt(at) == '_';
    while (end < text.length() && isWord(text.codePointAt(end))) {
      fits &= Character.isUnicodeIdentifierPart(text.codePointAt(end));
      end += Character.charCount(text.codePointAt(end));
    }
    if (!fits) {
      throw new Mistake(at, "'%s' is not a name".formatted(text.substring(at, end)));
    }
    sink.add(Token.Kind.NAME, text.substring(at, end), at);
    return end;
  }

  private int operator(int at) {
    for (String operator : OPERATORS) {
      if (text.startsWith(operator, at)) {
        balance(operator, at);
        sink.add(Token.Kind.OPERATOR, operator, at);
        return at + operator.length();
      }
    }
    int point = text.codePointAt(at);
    throw new Mistake(
        at,
        "the character %s means nothing inside a tag; put text in quotes".formatted(shown(point)));
  }

  private static String shown(int point) {
    return Character.isISOControl(point) || Character.getType(point) == Character.FORMAT
        ? "U+%04X".formatted(point)
        : "'" + Character.toString(point) + "'";
  }

  private void balance(String operator, int at) {
    switch (operator) {
      case "(" -> open.push(")");
      case "[" -> open.push("]");
      case "{" -> open.push("}");
      case ")", "]", "}" -> {
        if (open.isEmpty()) {
          throw new Mistake(at, "'%s' closes nothing; remove it".formatted(operator));
        }
        String expected = open.pop();
        if (!expected.equals(operator)) {
          throw new Mistake(at, "expected '%s', but found '%s'".formatted(expected, operator));
        }
      }
      default -> {}
    }
  }
}
