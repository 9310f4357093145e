package io.promptflow4j.core.template.method;

import io.promptflow4j.core.template.operation.Texts;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.function.IntPredicate;

/// Methods that tell what a text consists of. An empty text mostly consists of nothing they seek.
final class TextKinds {

  private TextKinds() {}

  private static boolean all(String text, IntPredicate check) {
    return !text.isEmpty() && text.codePoints().allMatch(check);
  }

  static boolean isAlphabetic(String text) {
    return all(text, Character::isLetter);
  }

  static boolean isAlphanumeric(String text) {
    return all(text, point -> Character.isLetter(point) || isNumericPoint(point));
  }

  static boolean isDecimal(String text) {
    return all(text, Character::isDigit);
  }

  static boolean isDigit(String text) {
    return all(text, TextKinds::isDigitPoint);
  }

  static boolean isNumeric(String text) {
    return all(text, TextKinds::isNumericPoint);
  }

  private static boolean isDigitPoint(int point) {
    boolean raised = point == 0xb2 || point == 0xb3 || point == 0xb9 || point == 0x2070;
    boolean script = (point >= 0x2074 && point <= 0x2079) || (point >= 0x2080 && point <= 0x2089);
    boolean circled = point >= 0x2460 && point <= 0x2468;
    return Character.isDigit(point) || raised || script || circled;
  }

  private static boolean isNumericPoint(int point) {
    return switch (Character.getType(point)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> isIdeographicNumber(point);
    };
  }

  private static boolean isIdeographicNumber(int point) {
    return "〇一二三四五六七八九十百千万億兆零壹貳參".indexOf(point) >= 0;
  }

  static boolean isSpace(String text) {
    return all(text, Texts::isSpace);
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  static boolean isPrintable(String text) {
    return text.codePoints()
        .allMatch(point ->
            point == '\''
                || point == '\\'
                || PythonText.repr(Value.of(Character.toString(point))).length()
                    == 2 + Character.charCount(point));
  }

  static boolean isIdentifier(String text) {
    return !text.isEmpty()
        && (text.charAt(0) == '_' || Character.isUnicodeIdentifierStart(text.codePointAt(0)))
        && text.codePoints()
            .allMatch(
                p -> Character.isUnicodeIdentifierPart(p) && !Character.isIdentifierIgnorable(p));
  }

  static boolean isLower(String text) {
    return text.codePoints().anyMatch(Character::isLowerCase)
        && text.codePoints().noneMatch(p -> Character.isUpperCase(p) || Character.isTitleCase(p));
  }

  static boolean isUpper(String text) {
    return text.codePoints().anyMatch(Character::isUpperCase)
        && text.codePoints().noneMatch(p -> Character.isLowerCase(p) || Character.isTitleCase(p));
  }

  static boolean isTitle(String text) {
    boolean cased = false;
    boolean previous = false;
    for (int point : text.codePoints().toArray()) {
      boolean upper = Character.isUpperCase(point) || Character.isTitleCase(point);
      boolean lower = Character.isLowerCase(point);
      if ((upper && previous) || (lower && !previous)) {
        return false;
      }
      previous = upper || lower;
      cased |= previous;
    }
    return cased;
  }
}
