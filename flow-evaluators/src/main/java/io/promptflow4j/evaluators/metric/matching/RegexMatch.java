package io.promptflow4j.evaluators.metric.matching;

import io.promptflow4j.evaluators.metric.Score;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Whether a regular expression (Java's syntax, `(?i)` and the like inside the pattern) fits a
/// text: 1 or 0.
///
/// A pattern that is malformed, or that looks at more than ten million characters because it
/// backtracks without end, is not scored.
public final class RegexMatch {

  private static final int MAX_STEPS = 10_000_000;

  private RegexMatch() {}

  /// Whether the pattern occurs somewhere in the text.
  public static Score occurs(String text, String pattern) {
    return test(text, pattern, Matcher::find);
  }

  /// Whether the pattern fits the whole text.
  public static Score fitsWhole(String text, String pattern) {
    return test(text, pattern, Matcher::matches);
  }

  private static Score test(String text, String pattern, Predicate<Matcher> test) {
    try {
      return Score.of(
          test.test(Pattern.compile(pattern).matcher(new CountedText(text, MAX_STEPS))));
    } catch (PatternSyntaxException malformed) {
      return Score.notScored("the pattern is malformed: " + malformed.getDescription());
    } catch (CountedText.TooManySteps _) {
      return Score.notScored("the pattern took more than " + MAX_STEPS + " steps");
    } catch (StackOverflowError _) { // how java.util.regex ends on deep nesting over long texts
      return Score.notScored("the pattern nests too deeply for a text of this length");
    }
  }
}
