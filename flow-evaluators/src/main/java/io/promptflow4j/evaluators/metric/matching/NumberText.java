package io.promptflow4j.evaluators.metric.matching;

import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Numbers as people and models write them: `42`, `-3.5`, `−7`, `1,234.56`, `6.02e23`, `3/4`, with
/// a currency sign before or a percent sign after, which don't change the value.
///
/// A comma counts as a thousands separator only between groups of three digits. A fraction over
/// zero is no number.
public final class NumberText {

  private static final String DECIMAL = "(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?|\\.\\d+";

  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![\\w.])(?<sign>[-+−]?)\\s?[$€£¥]?"
              + ("(?<top>" + DECIMAL + ")(?<exponent>[eE][-+]?\\d{1,3})?")
              + ("(?:\\s?/\\s?(?<bottom>" + DECIMAL + "))?\\s?%?"));

  private NumberText() {}

  /// The number that the whole text is.
  public static OptionalDouble whole(String text) {
    var matcher = NUMBER.matcher(text.strip());
    return matcher.matches() ? value(matcher.toMatchResult()) : OptionalDouble.empty();
  }

  /// The first number in the text.
  public static OptionalDouble first(String text) {
    List<Double> all = all(text);
    return all.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(all.getFirst());
  }

  /// The last number in the text, which is where a model that reasons aloud puts its answer.
  public static OptionalDouble last(String text) {
    List<Double> all = all(text);
    return all.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(all.getLast());
  }

  private static List<Double> all(String text) {
    return NUMBER
        .matcher(text)
        .results()
        .map(NumberText::value)
        .filter(OptionalDouble::isPresent)
        .map(OptionalDouble::getAsDouble)
        .toList();
  }

  private static OptionalDouble value(MatchResult found) {
    String exponent = found.group("exponent");
    String bottom = found.group("bottom");
    double top = Double.parseDouble(plain(found.group("top")) + (exponent == null ? "" : exponent));
    double value = bottom == null ? top : top / Double.parseDouble(plain(bottom));
    boolean negative = found.group("sign").equals("-") || found.group("sign").equals("−");
    return Double.isFinite(value)
        ? OptionalDouble.of(negative ? -value : value)
        : OptionalDouble.empty();
  }

  private static String plain(String digits) {
    return digits.replace(",", "");
  }
}
