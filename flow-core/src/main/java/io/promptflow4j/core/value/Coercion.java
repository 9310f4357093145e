package io.promptflow4j.core.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Turns a value into a declared type, by the rules prompt flow applies to flow inputs and
/// literals.
///
/// Where the original gives a value, this gives the same (`int` cuts 2.9 to 2, a mapping becomes
/// its Python text in a string input). It differs in two places: 1 and 0 are accepted as `bool`,
/// and a text that starts like JSON but is broken is refused for `object` instead of staying text.
public sealed interface Coercion {

  /// The value in its new type.
  record Fits(Value value) implements Coercion {}

  /// It can't be turned into that type. `why` completes the sentence "… but".
  record Refused(String why) implements Coercion {}

  /// As many digits as Python reads.
  int MOST_DIGITS = 4_300;

  Pattern INTEGER = Pattern.compile("\\s*[+-]?\\d+(_\\d+)*\\s*");

  /// Coerces `value` to `type`.
  static Coercion to(ValueType type, Value value) {
    return switch (type) {
      case INT -> toInt(value);
      case DOUBLE -> toDouble(value);
      case BOOL -> toBool(value);
      case STRING -> new Fits(Value.of(PythonText.str(value)));
      case LIST -> toList(value);
      case OBJECT -> toObject(value);
      case SECRET, PROMPT_TEMPLATE, FILE_PATH, IMAGE, ASSISTANT_DEFINITION, ANY -> new Fits(value);
    };
  }

  private static Coercion toInt(Value value) {
    return switch (value) {
      case Value.Whole whole -> new Fits(whole);
      case Value.Bool truth -> new Fits(Value.of(truth.isTrue() ? 1 : 0));
      case Value.Decimal(var number) when Double.isFinite(number) ->
          new Fits(new Value.Whole(new BigDecimal(number).toBigInteger()));
      case Value.Text(var text) when text.length() > MOST_DIGITS ->
          new Refused(
              "%,d characters are too many for a whole number; %,d digits are the most"
                  .formatted(text.length(), MOST_DIGITS));
      case Value.Text(var text) when INTEGER.matcher(text).matches() ->
          new Fits(new Value.Whole(new BigInteger(plainDigits(text))));
      default -> new Refused(shown(value) + " is not a whole number");
    };
  }

  private static String plainDigits(String text) {
    String digits = text.strip().replace("_", "");
    return digits.startsWith("+") ? digits.substring(1) : digits;
  }

  private static Coercion toDouble(Value value) {
    return switch (value) {
      case Value.Decimal decimal -> new Fits(decimal);
      case Value.Whole(var number) -> new Fits(Value.of(number.doubleValue()));
      case Value.Bool truth -> new Fits(Value.of(truth.isTrue() ? 1.0 : 0.0));
      case Value.Text(var text) ->
          parseDouble(text)
              .<Coercion>map(number -> new Fits(Value.of(number.doubleValue())))
              .orElseGet(() -> new Refused(shown(value) + " is not a number"));
      default -> new Refused(shown(value) + " is not a number");
    };
  }

  private static Optional<Double> parseDouble(String text) {
    String bare = text.strip().toLowerCase(Locale.ROOT);
    String unsigned = bare.startsWith("+") || bare.startsWith("-") ? bare.substring(1) : bare;
    double sign = bare.startsWith("-") ? -1 : 1;
    return switch (unsigned) {
      case "inf", "infinity" -> Optional.of(sign * Double.POSITIVE_INFINITY);
      case "nan" -> Optional.of(Double.NaN);
      default ->
          unsigned.matches("(\\d[\\d_]*\\.?[\\d_]*|\\.\\d[\\d_]*)(e[+-]?\\d+)?")
              ? Optional.of(sign * Double.parseDouble(unsigned.replace("_", "")))
              : Optional.empty();
    };
  }

  private static Coercion toBool(Value value) {
    return switch (value) {
      case Value.Bool truth -> new Fits(truth);
      case Value.Text(var text) when text.equalsIgnoreCase("true") -> new Fits(Value.Bool.TRUE);
      case Value.Text(var text) when text.equalsIgnoreCase("false") -> new Fits(Value.Bool.FALSE);
      case Value.Whole(var number) when number.equals(BigInteger.ONE) -> new Fits(Value.Bool.TRUE);
      case Value.Whole(var number) when number.signum() == 0 -> new Fits(Value.Bool.FALSE);
      default -> new Refused(shown(value) + " is neither true nor false");
    };
  }

  private static Coercion toList(Value value) {
    return switch (value) {
      case Value.Sequence items -> new Fits(items);
      case Value.Text(var text) -> listFromJson(text);
      default -> new Refused(shown(value) + " is not a list");
    };
  }

  private static Coercion listFromJson(String text) {
    try {
      return Json.read(text) instanceof Value.Sequence items
          ? new Fits(items)
          : new Refused("the JSON text is not a list");
    } catch (JsonSyntaxException broken) {
      return new Refused("the text is not a JSON list: " + broken.getMessage());
    }
  }

  private static Coercion toObject(Value value) {
    if (value instanceof Value.Text(var text)) {
      try {
        return new Fits(Json.read(text));
      } catch (JsonSyntaxException broken) {
        return text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")
            ? new Refused("the text looks like JSON but is not: " + broken.getMessage())
            : new Fits(value);
      }
    }
    return new Fits(value);
  }

  private static String shown(Value value) {
    String text = PythonText.repr(value);
    return text.length() <= 60 ? text : text.substring(0, 57) + "…";
  }
}
