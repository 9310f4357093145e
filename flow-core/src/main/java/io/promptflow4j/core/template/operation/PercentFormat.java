package io.promptflow4j.core.template.operation;

import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyList;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySequence;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.python.Rendering;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/// `'%s is %d' % (name, age)`
public final class PercentFormat {

  private final PyText format;
  private final PyObject arguments;
  private final Rendering rendering;
  private final List<PyObject> positional;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int used;

  private PercentFormat(PyText format, PyObject arguments, Rendering rendering) {
    this.format = format;
    this.arguments = arguments;
    this.rendering = rendering;
    this.positional = arguments instanceof PyTuple tuple ? tuple.items() : List.of(arguments);
  }

  /// `format % arguments`
  public static PyText format(PyText format, PyObject arguments, Rendering rendering) {
    return new PercentFormat(format, arguments, rendering).formatted();
  }

  private PyText formatted() {
    String text = format.text();
    while (at < text.length()) {
      int percent = text.indexOf('%', at);
      if (percent < 0) {
        out.append(text, at, text.length());
        break;
      }
      out.append(text, at, percent);
      at = percent + 1;
      directive();
      rendering.limitText(out.length());
    }
    if (used < positional.size() && !isMappingLike()) {
      throw PyError.type(
          "the format takes %d values, but got %d; add a '%%s' or drop a value",
          used, positional.size());
    }
    return format.with(out.toString());
  }

  /// What Python takes for a mapping, and does not count as one value.
  private boolean isMappingLike() {
    return switch (arguments) {
      case PyDict _, PyList _, PySequence.Range _, PyUndefined _ -> true;
      default -> false;
    };
  }

  private char peek() {
    if (at >= format.text().length()) {
      throw PyError.value(
          "the format ends in the middle of a '%%'; write '%%%%' for a percent sign");
    }
    return format.text().charAt(at);
  }

  private void directive() {
    int start = at;
    PyObject value = null;
    if (peek() == '(') {
      value = byKey();
    }
    boolean left = false;
    boolean zero = false;
    boolean alternate = false;
    char sign = '-';
    for (; "-0+ #".indexOf(peek()) >= 0; at++) {
      switch (peek()) {
        case '-' -> left = true;
        case '0' -> zero = true;
        case '#' -> alternate = true;
        case '+' -> sign = '+';
        default -> sign = sign == '+' ? sign : ' ';
      }
    }
    int width = number();
    if (width < 0) {
      left = true;
      width = -width;
    }
    int precision = -1;
    if (peek() == '.') {
      at++;
      precision = Math.max(0, number());
    }
    while ("hlL".indexOf(peek()) >= 0) {
      at++;
    }
    char type = peek();
    at++;
    if (type == '%') {
      if (at - start > 1) {
        next();
      }
      out.append('%');
      return;
    }
    rendering.chargeText(Math.max(width, precision));
    PyObject shown = value == null ? next() : value;
    boolean numeric = "diuoxXeEfFgG".indexOf(type) >= 0;
    char align = left ? '<' : zero && numeric ? '=' : '>';
    var spec =
        new FormatSpec(
            zero && numeric && !left ? '0' : ' ',
            align,
            sign,
            false,
            alternate,
            width,
            ' ',
            precision,
            type == 'i' || type == 'u' ? 'd' : type);
    out.append(shown(shown, spec));
  }

  private PyObject byKey() {
    int close = format.text().indexOf(')', at);
    if (close < 0) {
      throw PyError.value("the key of a '%%(' is not closed; add ')'");
    }
    String key = format.text().substring(at + 1, close);
    at = close + 1;
    if (!(arguments instanceof PyDict dict)) {
      throw PyError.type("'%%(%s)' needs a mapping of values", key);
    }
    PyObject value = dict.get(key);
    if (value == null) {
      throw new PyError(
          PyError.Kind.LOOKUP, "the format asks for '%s', which is not given".formatted(key));
    }
    return value;
  }

  private int number() {
    if (peek() == '*') {
      at++;
      PyObject width = next();
      if (width instanceof PyNumber number && !(number instanceof PyNumber.Real)) {
        return Numbers.clampToInt(PyNumber.whole(number));
      }
      throw PyError.type("'*' in a format needs a whole number");
    }
    long number = 0;
    for (; peek() >= '0' && peek() <= '9'; at++) {
      number = Math.min(number * 10 + (peek() - '0'), Integer.MAX_VALUE);
    }
    return (int) number;
  }

  private PyObject next() {
    if (used >= positional.size()) {
      throw PyError.type("the format takes more values than the %d that are given", used);
    }
    return positional.get(used++);
  }

  private String shown(PyObject value, FormatSpec spec) {
    return switch (spec.type()) {
      case 's' -> text(string(value), spec);
      case 'r', 'a' -> text(Printing.repr(value, rendering), spec);
      case 'c' -> text(character(value), spec);
      case 'd' -> whole(decimalWhole(value), spec);
      case 'o', 'x', 'X' -> whole(exactWhole(value, spec.type()), spec);
      case 'e', 'E', 'f', 'F', 'g', 'G' ->
          padded(NumberText.real(real(value, spec.type()), spec), spec);
      default ->
          throw PyError.value(
              "'%%%c' is no directive; write '%%%%' for a percent sign", spec.type());
    };
  }

  private String string(PyObject value) {
    return format.isMarkup()
        ? Markup.escape(value, rendering).text()
        : Printing.str(value, rendering);
  }

  private static String text(String text, FormatSpec spec) {
    int length = text.codePointCount(0, text.length());
    String cut =
        spec.precision() >= 0 && spec.precision() < length
            ? text.substring(0, text.offsetByCodePoints(0, spec.precision()))
            : text;
    return padded(cut, spec);
  }

  private static String padded(String text, FormatSpec spec) {
    int missing = spec.width() - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    String filler = Character.toString(spec.fill()).repeat(missing);
    if (spec.align() == '<') {
      return text + filler;
    }
    boolean signed = spec.align() == '=' && !text.isEmpty() && "+- ".indexOf(text.charAt(0)) >= 0;
    int from = signed ? 1 : 0;
    if (spec.align() == '=' && text.startsWith("0x", from)) {
      from += 2;
    }
    return spec.align() == '='
        ? text.substring(0, from) + filler + text.substring(from)
        : filler + text;
  }

  private static String whole(BigInteger number, FormatSpec spec) {
    var plain =
        new FormatSpec(
            spec.fill(),
            spec.align(),
            spec.sign(),
            false,
            spec.alternate(),
            0,
            ' ',
            -1,
            spec.type());
    String text = NumberText.whole(number, plain);
    int digits = text.length() - (number.signum() < 0 || spec.sign() != '-' ? 1 : 0);
    if (spec.precision() > digits) {
      int from = text.length() - digits;
      text = text.substring(0, from) + "0".repeat(spec.precision() - digits) + text.substring(from);
    }
    return padded(text, spec);
  }

  private static String character(PyObject value) {
    if (value instanceof PyText text && text.length() == 1) {
      return text.text();
    }
    if (value instanceof PyNumber.Int(var number)
        && number.signum() >= 0
        && number.bitLength() <= 21
        && Character.isValidCodePoint(number.intValue())) {
      return Character.toString(number.intValue());
    }
    throw PyError.type("'%%c' needs one character or its number");
  }

  private static BigInteger decimalWhole(PyObject value) {
    if (value instanceof PyNumber.Real(var real)) {
      if (!Double.isFinite(real)) {
        throw new PyError(PyError.Kind.ARITHMETIC, "an infinite number has no whole digits");
      }
      return new BigDecimal(real).toBigInteger();
    }
    return exactWhole(value, 'd');
  }

  private static BigInteger exactWhole(PyObject value, char type) {
    if (value instanceof PyNumber number && !(number instanceof PyNumber.Real)) {
      return PyNumber.whole(number);
    }
    throw needsNumber(value, type);
  }

  private static double real(PyObject value, char type) {
    if (value instanceof PyNumber number) {
      return number.asDouble();
    }
    throw needsNumber(value, type);
  }

  private static PyError needsNumber(PyObject value, char type) {
    return value instanceof PyUndefined undefined
        ? undefined.error()
        : PyError.type(
            "'%%%c' needs a number, but got %s; use '%%s' or convert it", type, value.kind());
  }
}
