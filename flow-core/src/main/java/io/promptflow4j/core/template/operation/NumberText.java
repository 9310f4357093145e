package io.promptflow4j.core.template.operation;

import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.value.PythonText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/// The digits of a number under a [FormatSpec], with sign and separators, not yet padded.
final class NumberText {

  private NumberText() {}

  static String whole(BigInteger number, FormatSpec spec) {
    if (spec.precision() >= 0) {
      throw PyError.value("a whole number takes no precision; convert it with |float");
    }
    BigInteger size = number.abs();
    String digits =
        switch (spec.type()) {
          case ' ', 'd', 'n' -> grouped(size.toString(), 3, spec);
          case 'b' -> prefix("0b", spec) + grouped(size.toString(2), 4, spec);
          case 'o' -> prefix("0o", spec) + grouped(size.toString(8), 4, spec);
          case 'x' -> prefix("0x", spec) + grouped(size.toString(16), 4, spec);
          case 'X' ->
              prefix("0X", spec) + grouped(size.toString(16).toUpperCase(Locale.ROOT), 4, spec);
          case 'c' -> character(number);
          default -> throw PyError.value("'%c' is no format for a whole number", spec.type());
        };
    return sign(number.signum() < 0, spec) + zeroFilled(digits, number.signum() < 0, spec);
  }

  private static String prefix(String prefix, FormatSpec spec) {
    return spec.alternate() ? prefix : "";
  }

  private static String character(BigInteger number) {
    if (number.signum() < 0
        || number.bitLength() > 21
        || !Character.isValidCodePoint(number.intValue())) {
      throw PyError.value("there is no character with this number");
    }
    return Character.toString(number.intValue());
  }

  private static String sign(boolean negative, FormatSpec spec) {
    if (negative) {
      return "-";
    }
    return spec.sign() == '-' ? "" : String.valueOf(spec.sign());
  }

  static String real(double number, FormatSpec spec) {
    boolean negative = number < 0 || (number == 0 && 1 / number < 0);
    String body = unsigned(Math.abs(number), spec);
    if (spec.noNegativeZero() && negative && body.chars().noneMatch(c -> c >= '1' && c <= '9')) {
      negative = false;
    }
    return sign(negative, spec)
        + (Double.isFinite(number) ? zeroFilled(body, negative, spec) : body);
  }

  private static String unsigned(double size, FormatSpec spec) {
    char type = spec.type();
    if (!Double.isFinite(size)) {
      String name = Double.isNaN(size) ? "nan" : "inf";
      String shown = Character.isUpperCase(type) ? name.toUpperCase(Locale.ROOT) : name;
      return type == '%' ? shown + "%" : shown;
    }
    int precision = spec.precision() < 0 ? 6 : spec.precision();
    String text =
        switch (type) {
          case 'f', 'F' -> fixed(size, precision, spec);
          case '%' -> fixed(size * 100, precision, spec) + "%";
          case 'e' -> exponent(size, precision, spec);
          case 'E' -> exponent(size, precision, spec).toUpperCase(Locale.ROOT);
          case 'g', 'n' -> general(size, precision, false, spec);
          case 'G' -> general(size, precision, false, spec).toUpperCase(Locale.ROOT);
          case ' ' ->
              spec.precision() < 0
                  ? PythonText.floatRepr(size)
                  : general(size, precision, true, spec);
          default -> throw PyError.value("'%c' is no format for a decimal number", type);
        };
    return spec.grouping() == ' ' ? text : groupedReal(text, spec);
  }

  private static String fixed(double size, int precision, FormatSpec spec) {
    String text = new BigDecimal(size).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    return precision == 0 && spec.alternate() ? text + "." : text;
  }

  private static String exponent(double size, int precision, FormatSpec spec) {
    BigDecimal rounded = rounded(size, precision + 1);
    String digits = digits(rounded, precision + 1);
    String point = precision > 0 || spec.alternate() ? "." : "";
    return digits.charAt(0)
        + point
        + digits.substring(1)
        + power(size == 0 ? 0 : rounded.precision() - rounded.scale() - 1);
  }

  private static BigDecimal rounded(double size, int significant) {
    return new BigDecimal(size).round(new MathContext(significant, RoundingMode.HALF_EVEN));
  }

  private static String digits(BigDecimal rounded, int significant) {
    String digits = rounded.unscaledValue().toString();
    return digits.length() >= significant
        ? digits.substring(0, significant)
        : digits + "0".repeat(significant - digits.length());
  }

  private static String power(int exponent) {
    String digits = String.valueOf(Math.abs(exponent));
    return (exponent < 0 ? "e-" : "e+") + (digits.length() < 2 ? "0" : "") + digits;
  }

  /// Format `g`.
  ///
  /// @param atLeastOneDecimal whether the text has to look like a decimal number
  private static String general(
      double size, int wanted, boolean atLeastOneDecimal, FormatSpec spec) {
    int precision = Math.max(1, wanted);
    BigDecimal rounded = rounded(size, precision);
    int exponent = size == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    String digits = digits(rounded, precision);
    String kept = spec.alternate() ? digits : withoutZeros(digits);
    if (exponent < -4 || exponent >= precision - (atLeastOneDecimal ? 1 : 0)) {
      String fraction = kept.substring(1);
      String point = fraction.isEmpty() && !spec.alternate() ? "" : ".";
      return kept.charAt(0) + point + fraction + power(exponent);
    }
    if (exponent < 0) {
      return "0." + "0".repeat(-exponent - 1) + kept;
    }
    int before = exponent + 1;
    String head = kept.length() < before ? kept + "0".repeat(before - kept.length()) : kept;
    String fraction = head.substring(before);
    if (fraction.isEmpty()) {
      return head + (atLeastOneDecimal ? ".0" : spec.alternate() ? "." : "");
    }
    return head.substring(0, before) + "." + fraction;
  }

  private static String withoutZeros(String digits) {
    int end = digits.length();
    while (end > 1 && digits.charAt(end - 1) == '0') {
      end--;
    }
    return digits.substring(0, end);
  }

  private static String groupedReal(String text, FormatSpec spec) {
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return grouped(text.substring(0, end), 3, spec) + text.substring(end);
  }

  private static String grouped(String digits, int size, FormatSpec spec) {
    if (spec.grouping() == ' ') {
      return digits;
    }
    if (spec.grouping() == ',' && size != 3) {
      throw PyError.value("',' groups decimal digits only; use '_'");
    }
    var out = new StringBuilder(digits);
    for (int i = digits.length() - size; i > 0; i -= size) {
      out.insert(i, spec.grouping());
    }
    return out.toString();
  }

  /// Fills up with zeros between separators, as `010,` asks for.
  private static String zeroFilled(String body, boolean negative, FormatSpec spec) {
    boolean grouped = spec.grouping() != ' ' && spec.fill() == '0' && spec.align() == '=';
    if (!grouped) {
      return body;
    }
    int signs = negative || spec.sign() != '-' ? 1 : 0;
    int group = "boxX".indexOf(spec.type()) >= 0 ? 4 : 3;
    int end = 0;
    while (end < body.length()
        && body.charAt(end) != '.'
        && body.charAt(end) != 'e'
        && body.charAt(end) != '%') {
      end++;
    }
    var digits =
        new StringBuilder(body.substring(0, end).replace(String.valueOf(spec.grouping()), ""));
    String tail = body.substring(end);
    String shown = grouped(digits.toString(), group, spec);
    while (signs + shown.length() + tail.length() < Math.min(spec.width(), 10_000)) {
      digits.insert(0, '0');
      shown = grouped(digits.toString(), group, spec);
    }
    return shown + tail;
  }
}
