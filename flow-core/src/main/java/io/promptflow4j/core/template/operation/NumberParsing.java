package io.promptflow4j.core.template.operation;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads numbers out of texts, as Python's `int` and `float` do.
public final class NumberParsing {

  private static final int MAX_DIGITS = 4_300;

  private static final Pattern REAL =
      Pattern.compile(
          "[+-]?(?:\\d++(?:_\\d++)*+\\.?+(?:\\d++(?:_\\d++)*+)?+|\\.\\d++(?:_\\d++)*+)"
              + "(?:[eE][+-]?\\d++(?:_\\d++)*+)?+");

  private NumberParsing() {}

  /// The whole number a text stands for in a base, or in the base of its prefix if that is 0.
  public static Optional<BigInteger> whole(String text, int wantedBase) {
    String bare = Texts.strip(text);
    boolean negative = bare.startsWith("-");
    String digits = negative || bare.startsWith("+") ? bare.substring(1) : bare;
    int base = wantedBase;
    int prefixed = baseOfPrefix(digits);
    if (prefixed > 0 && (base == prefixed || base == 0)) {
      base = prefixed;
      digits = digits.substring(2);
      digits = digits.startsWith("_") ? digits.substring(1) : digits;
    }
    boolean leadingZero = base == 0 && digits.startsWith("0") && !digits.matches("[0_]+");
    if (base == 0) {
      base = 10;
    }
    boolean wrong =
        leadingZero
            || base < 2
            || base > 36
            || digits.isEmpty()
            || digits.length() > MAX_DIGITS
            || digits.startsWith("_")
            || digits.endsWith("_")
            || digits.contains("__");
    if (wrong || !areDigits(digits, base)) {
      return Optional.empty();
    }
    var number = new BigInteger(ascii(digits.replace("_", ""), base), base);
    return Optional.of(negative ? number.negate() : number);
  }

  private static int baseOfPrefix(String digits) {
    String lower = digits.length() < 3 ? "" : digits.substring(0, 2).toLowerCase(Locale.ROOT);
    return switch (lower) {
      case "0x" -> 16;
      case "0o" -> 8;
      case "0b" -> 2;
      default -> 0;
    };
  }

  private static boolean areDigits(String digits, int base) {
    return digits.chars().allMatch(c -> c == '_' || Character.digit((char) c, base) >= 0);
  }

  private static String ascii(String digits, int base) {
    var out = new StringBuilder(digits.length());
    digits
        .chars()
        .forEach(c -> out.append(Character.forDigit(Character.digit((char) c, base), base)));
    return out.toString();
  }

  /// The decimal number a text stands for; `inf` and `nan` count.
  public static Optional<Double> real(String text) {
    String bare = Texts.strip(text);
    String lower = bare.toLowerCase(Locale.ROOT);
    boolean negative = lower.startsWith("-");
    String unsigned = negative || lower.startsWith("+") ? lower.substring(1) : lower;
    return switch (unsigned) {
      case "inf", "infinity" ->
          Optional.of(negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
      case "nan" -> Optional.of(Double.NaN);
      default ->
          REAL.matcher(lower).matches()
              ? Optional.of(Double.parseDouble(lower.replace("_", "")))
              : Optional.empty();
    };
  }
}
