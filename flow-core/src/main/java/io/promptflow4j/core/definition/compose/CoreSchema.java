package io.promptflow4j.core.definition.compose;

import io.promptflow4j.core.value.Value;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/// What an unquoted scalar means: YAML 1.2's core schema as ruamel.yaml 0.19 applies it, which is
/// what prompt flow reads its files with.
///
/// `no`, `on` and `1:30` are texts; `012` is twelve and `1_000` a thousand; `.5e3` is a text where
/// `.5e+3` is a number. A date stays a text. All of these were observed by running ruamel.yaml.
public final class CoreSchema {

  /// Longer numbers stay texts; Python reads no longer ones (`sys.get_int_max_str_digits()`).
  private static final int MAX_LENGTH = 4_300;

  private static final Pattern WHOLE =
      Pattern.compile(
          "[-+]?(?:0b[01_]*[01][01_]*|0o[0-7_]*[0-7][0-7_]*|0x[0-9a-fA-F_]*[0-9a-fA-F][0-9a-fA-F_]*"
              + "|[0-9][0-9_]*+)");
  private static final Pattern DECIMAL =
      Pattern.compile(
          "[-+]?(?:[0-9][0-9_]*+(?:\\.[0-9_]*+(?:[eE][-+]?[0-9]++)?|[eE][-+]?[0-9]++)"
              + "|\\.[0-9][0-9_]*+(?:[eE][-+][0-9]++)?)");

  private CoreSchema() {}

  /// The value of an unquoted scalar without a tag.
  public static Value plain(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> Value.Null.NULL;
      case "true", "True", "TRUE" -> Value.Bool.TRUE;
      case "false", "False", "FALSE" -> Value.Bool.FALSE;
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Value.of(Double.POSITIVE_INFINITY);
      case "-.inf", "-.Inf", "-.INF" -> Value.of(Double.NEGATIVE_INFINITY);
      case ".nan", ".NaN", ".NAN" -> Value.of(Double.NaN);
      default -> mayBeNumber(text) ? number(text) : new Value.Text(text);
    };
  }

  private static boolean mayBeNumber(String text) {
    char first = text.charAt(0);
    return (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
  }

  private static Value number(String text) {
    if (text.length() > MAX_LENGTH) {
      return new Value.Text(text);
    }
    if (WHOLE.matcher(text).matches()) {
      return new Value.Whole(whole(text.replace("_", "").toLowerCase(Locale.ROOT)));
    }
    if (DECIMAL.matcher(text).matches()) {
      return Value.of(Double.parseDouble(text.replace("_", "")));
    }
    return new Value.Text(text);
  }

  private static BigInteger whole(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    BigInteger number =
        switch (digits.length() > 1 ? digits.charAt(1) : ' ') {
          case 'b' -> new BigInteger(digits.substring(2), 2);
          case 'o' -> new BigInteger(digits.substring(2), 8);
          case 'x' -> new BigInteger(digits.substring(2), 16);
          default -> new BigInteger(digits);
        };
    return negative ? number.negate() : number;
  }
}
