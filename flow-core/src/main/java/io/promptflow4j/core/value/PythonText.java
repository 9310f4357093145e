package io.promptflow4j.core.value;

import java.util.Iterator;
import java.util.Map;

/// The text that Python prints for a value: `str(value)` and `repr(value)`.
///
/// Prompts and string inputs of published flows contain this text (`None`, `True`, `{'a': 1}`,
/// `1e-05`), so it has to be the same to the letter. Source: CPython's `float_repr_style` "short"
/// and `unicode_repr`.
public final class PythonText {

  private PythonText() {}

  /// What `str(value)` gives.
  public static String str(Value value) {
    return value instanceof Value.Text(var text) ? text : repr(value);
  }

  /// What `repr(value)` gives.
  public static String repr(Value value) {
    var out = new StringBuilder();
    appendRepr(value, out);
    return out.toString();
  }

  public static void appendRepr(Value value, StringBuilder out) {
    switch (value) {
      case Value.Text(var text) -> appendQuoted(text, out);
      case Value.Whole(var number) -> out.append(number);
      case Value.Decimal(var number) -> out.append(floatRepr(number));
      case Value.Bool truth -> out.append(truth.isTrue() ? "True" : "False");
      case Value.Null _ -> out.append("None");
      case Value.Sequence(var items) -> appendList(items, out);
      case Value.Mapping(var entries) -> appendDict(entries, out);
      case Value.Image(_, var content) ->
          out.append("Image(").append(content.shortHash()).append(')');
    }
  }

  private static void appendList(Iterable<Value> items, StringBuilder out) {
    out.append('[');
    for (Iterator<Value> rest = items.iterator(); rest.hasNext(); ) {
      appendRepr(rest.next(), out);
      if (rest.hasNext()) {
        out.append(", ");
      }
    }
    out.append(']');
  }

  private static void appendDict(Map<String, Value> entries, StringBuilder out) {
    out.append('{');
    String separator = "";
    for (var entry : entries.entrySet()) {
      out.append(separator);
      appendQuoted(entry.getKey(), out);
      out.append(": ");
      appendRepr(entry.getValue(), out);
      separator = ", ";
    }
    out.append('}');
  }

  /// The shortest text that reads back as the same `float`, in Python's notation.
  public static String floatRepr(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    return (number < 0 ? "-" : "") + notation(Math.abs(number));
  }

  private static String notation(double number) {
    // Double.toString gives the shortest digits since JDK 19; only the layout differs from
    // Python's.
    String java = shortest(number);
    int e = java.indexOf('E');
    String mantissa = e < 0 ? java : java.substring(0, e);
    int exponent = e < 0 ? 0 : Integer.parseInt(java.substring(e + 1));
    int point = mantissa.indexOf('.');
    String digits = mantissa.substring(0, point) + mantissa.substring(point + 1);
    int pointAt = point + exponent;
    int leading = 0;
    while (leading < digits.length() - 1 && digits.charAt(leading) == '0') {
      leading++;
    }
    digits = digits.substring(leading);
    pointAt -= leading;
    int end = digits.length();
    while (end > 1 && digits.charAt(end - 1) == '0') {
      end--;
    }
    digits = digits.substring(0, end);
    return layOut(digits, pointAt);
  }

  /// Java prints at least two digits where one may be enough: `4.9E-324` for `5e-324`.
  private static String shortest(double number) {
    String java = Double.toString(number);
    int e = java.indexOf('E');
    if (e == 3) {
      String rounded =
          Math.round(Double.parseDouble(java.substring(0, e))) + ".0" + java.substring(e);
      return Double.parseDouble(rounded) == number ? rounded : java;
    }
    return java;
  }

  private static String layOut(String digits, int pointAt) {
    if (pointAt > 16 || pointAt < -3) {
      int exponent = pointAt - 1;
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      String sign = exponent < 0 ? "-" : "+";
      String power = String.valueOf(Math.abs(exponent));
      return digits.charAt(0) + fraction + "e" + sign + (power.length() < 2 ? "0" : "") + power;
    }
    if (pointAt <= 0) {
      return "0." + "0".repeat(-pointAt) + digits;
    }
    if (digits.length() <= pointAt) {
      return digits + "0".repeat(pointAt - digits.length()) + ".0";
    }
    return digits.substring(0, pointAt) + "." + digits.substring(pointAt);
  }

  private static void appendQuoted(String text, StringBuilder out) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    text.codePoints().forEach(point -> appendPoint(point, quote, out));
    out.append(quote);
  }

  private static void appendPoint(int point, char quote, StringBuilder out) {
    if (point == quote || point == '\\') {
      out.append('\\').append((char) point);
    } else if (point == '\n') {
      out.append("\\n");
    } else if (point == '\r') {
      out.append("\\r");
    } else if (point == '\t') {
      out.append("\\t");
    } else if (isPrintable(point)) {
      out.appendCodePoint(point);
    } else if (point < 0x100) {
      out.append("\\x%02x".formatted(point));
    } else if (point < 0x10000) {
      out.append("\\u%04x".formatted(point));
    } else {
      out.append("\\U%08x".formatted(point));
    }
  }

  private static boolean isPrintable(int point) {
    if (point == ' ') {
      return true;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
