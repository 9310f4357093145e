package io.promptflow4j.core.template.syntax.lexer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number as it is written in a template.
///
/// @param digits without underscores; a whole number may have the prefix `0x`, `0o` or `0b`
record NumberLiteral(String digits, boolean isFloat, int end) {

  private static final int MAX_DIGITS = 1_000;

  private static final Pattern FLOAT =
      Pattern.compile(
          "(?:[0-9]++_)*+[0-9]++"
              + "(?:(?:\\.(?:[0-9]+_)*[0-9]+)?e[+-]?(?:[0-9]+_)*[0-9]+|\\.(?:[0-9]+_)*[0-9]+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern WHOLE =
      Pattern.compile(
          "0b(?:_?[01])++|0o(?:_?[0-7])++|0x(?:_?[0-9a-f])++|[1-9](?:_?[0-9])*+|0(?:_?0)*+",
          Pattern.CASE_INSENSITIVE);

  static NumberLiteral at(String text, int at, boolean floatAllowed) {
    int limit = Math.min(text.length(), at + MAX_DIGITS + 1);
    Matcher decimal = FLOAT.matcher(text).region(at, limit);
    if (floatAllowed && decimal.lookingAt()) {
      return of(decimal, true, at);
    }
    Matcher whole = WHOLE.matcher(text).region(at, limit);
    if (!whole.lookingAt()) {
      throw new Mistake(at, "this is not a number");
    }
    return of(whole, false, at);
  }

  private static NumberLiteral of(Matcher found, boolean isFloat, int at) {
    if (found.end() - at > MAX_DIGITS) {
      throw new Mistake(at, "a number has at most %d digits".formatted(MAX_DIGITS));
    }
    return new NumberLiteral(found.group().replace("_", ""), isFloat, found.end());
  }
}
