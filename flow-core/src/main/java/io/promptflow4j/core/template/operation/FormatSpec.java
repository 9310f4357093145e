package io.promptflow4j.core.template.operation;

import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.Rendering;

/// Python's format specification: `[[fill]align][sign][z][#][0][width][,][.precision][type]`.
///
/// @param fill the code point to fill up with
/// @param align `<`, `>`, `^`, `=`, or a blank if none is given
/// @param precision −1 if none is given
/// @param type the letter, or a blank if none is given
public record FormatSpec(
    int fill,
    char align,
    char sign,
    boolean noNegativeZero,
    boolean alternate,
    int width,
    char grouping,
    int precision,
    char type) {

  static final int MAX_PRECISION = 1_000;

  /// Reads a specification.
  public static FormatSpec parse(String text) {
    return new Reader(text).spec();
  }

  /// Python's `format(object, specification)`.
  public static String format(PyObject object, String specification, Rendering rendering) {
    if (specification.isEmpty()) {
      return Printing.str(object, rendering);
    }
    FormatSpec spec =
        switch (object) {
          case PyText _, PyNumber _ -> parse(specification);
          default ->
              throw PyError.type(
                  "%s takes no format such as '%s'; convert it with |string",
                  object.kind(), specification);
        };
    rendering.chargeText(spec.width());
    return switch (object) {
      case PyText text -> spec.text(text.text());
      case PyNumber.Real(var number) -> spec.padded(NumberText.real(number, spec), '>');
      case PyNumber number when spec.isRealType() ->
          spec.padded(NumberText.real(number.asDouble(), spec), '>');
      case PyNumber number -> spec.padded(NumberText.whole(PyNumber.whole(number), spec), '>');
      default -> throw new IllegalStateException("neither text nor number");
    };
  }

  private boolean isRealType() {
    return "eEfFgG%".indexOf(type) >= 0;
  }

  private String text(String text) {
    if (type != ' ' && type != 's') {
      throw PyError.value("the format '%c' is for numbers, but the value is a text", type);
    }
    if (sign != '-' || grouping != ' ' || align == '=' || alternate || noNegativeZero) {
      throw PyError.value("signs, '=', '#' and ',' in a format are for numbers, not for a text");
    }
    int length = text.codePointCount(0, text.length());
    String shown =
        precision >= 0 && precision < length
            ? text.substring(0, text.offsetByCodePoints(0, precision))
            : text;
    return padded(shown, '<');
  }

  private String padded(String text, char usual) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    String filler = Character.toString(fill);
    return switch (align == ' ' ? usual : align) {
      case '<' -> text + filler.repeat(missing);
      case '^' -> filler.repeat(missing / 2) + text + filler.repeat(missing - missing / 2);
      case '=' -> {
        int signs = text.startsWith("-") || text.startsWith("+") || text.startsWith(" ") ? 1 : 0;
        boolean prefixed =
            alternate
                && text.length() > signs + 1
                && text.charAt(signs) == '0'
                && "xXob".indexOf(text.charAt(signs + 1)) >= 0;
        int at = signs + (prefixed ? 2 : 0);
        yield text.substring(0, at) + filler.repeat(missing) + text.substring(at);
      }
      default -> filler.repeat(missing) + text;
    };
  }

  /// Reads a specification from left to right.
  private static final class Reader {
    private final String text;
    private int at;

    private Reader(String text) {
      this.text = text;
    }

    private FormatSpec spec() {
      int fill = ' ';
      char align = ' ';
      int first = text.codePointAt(0);
      int second = Character.charCount(first);
      boolean filled = false;
      if (second < text.length() && isAlign(text.charAt(second))) {
        fill = first;
        filled = true;
        align = text.charAt(second);
        at = second + 1;
      } else if (isAlign(text.charAt(0))) {
        align = text.charAt(at++);
      }
      char sign = oneOf("+- ", '-');
      boolean noNegativeZero = oneOf("z", '.') == 'z';
      boolean alternate = oneOf("#", ' ') == '#';
      if (oneOf("0", ' ') == '0') {
        fill = filled ? fill : '0';
        align = align == ' ' ? '=' : align;
      }
      int width = number(0);
      char grouping = oneOf(",_", ' ');
      int precision = -1;
      if (oneOf(".", ' ') == '.') {
        precision = number(-1);
        if (precision < 0) {
          throw PyError.value("the format '%s' lacks a number after '.'", text);
        }
      }
      char type = at < text.length() ? text.charAt(at++) : ' ';
      if (at < text.length() || precision > MAX_PRECISION) {
        throw PyError.value("'%s' is not a format; expected one such as '>8.2f'", text);
      }
      return new FormatSpec(
          fill, align, sign, noNegativeZero, alternate, width, grouping, precision, type);
    }

    private static boolean isAlign(char c) {
      return c == '<' || c == '>' || c == '^' || c == '=';
    }

    private char oneOf(String choices, char otherwise) {
      boolean found = at < text.length() && choices.indexOf(text.charAt(at)) >= 0;
      return found ? text.charAt(at++) : otherwise;
    }

    private int number(int otherwise) {
      int start = at;
      long number = 0;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        number = Math.min(number * 10 + (text.charAt(at) - '0'), Integer.MAX_VALUE);
        at++;
      }
      return at == start ? otherwise : (int) number;
    }
  }
}
