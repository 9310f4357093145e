package io.promptflow4j.evaluators.metric.matching;

import static io.promptflow4j.evaluators.metric.ScoreAssert.assertNotScored;
import static io.promptflow4j.evaluators.metric.ScoreAssert.assertScored;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.evaluators.metric.Score;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextMatchTest {

  @Test
  void equalityIgnoresSpaceAroundAndCaseIfWanted() {
    assertScored(TextMatch.EXACT.equal(" Yes\n", "Yes"), 1);
    assertScored(TextMatch.EXACT.equal("yes", "Yes"), 0);
    assertScored(TextMatch.IGNORING_CASE.equal("yes", "YES "), 1);
    assertScored(TextMatch.IGNORING_CASE.equal("yes, sir", "yes sir"), 0);
  }

  @Test
  void partsAreFoundAllOrAnyOrAsAShare() {
    List<String> parts = List.of("alpha", "Beta");

    assertScored(TextMatch.EXACT.contains("an alphabet", "alpha"), 1);
    assertScored(TextMatch.EXACT.containsAll("alpha beta", parts), 0);
    assertScored(TextMatch.IGNORING_CASE.containsAll("alpha beta", parts), 1);
    assertScored(TextMatch.EXACT.containsAny("alpha beta", parts), 1);
    assertScored(TextMatch.EXACT.containsAny("gamma", parts), 0);
    assertScored(TextMatch.EXACT.shareContained("alpha beta", parts), 0.5);
    assertNotScored(TextMatch.EXACT.containsAll("alpha", List.of()));
    assertNotScored(TextMatch.EXACT.containsAny("alpha", List.of()));
    assertNotScored(TextMatch.EXACT.shareContained("alpha", List.of()));
  }

  @Test
  void startAndEndAreCompared() {
    assertScored(TextMatch.EXACT.startsWith(" Dear Ms Lee,", "Dear"), 1);
    assertScored(TextMatch.EXACT.startsWith("dear", "Dear"), 0);
    assertScored(TextMatch.IGNORING_CASE.endsWith("The END.\n", "the end."), 1);
    assertScored(TextMatch.EXACT.endsWith("The end", "end."), 0);
  }

  @Test
  void patternsFitSomewhereOrTheWholeText() {
    assertScored(RegexMatch.occurs("order 4711 shipped", "\\d{4}"), 1);
    assertScored(RegexMatch.occurs("no digits", "\\d"), 0);
    assertScored(RegexMatch.fitsWhole("4711", "\\d{4}"), 1);
    assertScored(RegexMatch.fitsWhole("order 4711", "\\d{4}"), 0);
    assertScored(RegexMatch.occurs("Hello", "(?i)hELLO"), 1);
  }

  @Test
  void aPatternThatCannotBeReadOrWouldNeverEndIsNotScored() {
    assertThat(RegexMatch.occurs("text", "(unclosed"))
        .isEqualTo(Score.notScored("the pattern is malformed: Unclosed group"));
    assertNotScored(RegexMatch.occurs("a".repeat(5_000) + "!", "(a|aa)*\\1$"));
    assertNotScored(RegexMatch.fitsWhole("x".repeat(40) + "!", "(x+x+)+(y|\\1z)"));
    assertNotScored(RegexMatch.fitsWhole("ab".repeat(200_000), "(a|b|ab)*c"));
  }

  @Test
  void lengthsAreCountedAndBounded() {
    assertScored(TextLength.characters("naïve 🚀"), 7);
    assertScored(TextLength.words(" two  words\n"), 2);
    assertScored(TextLength.sentences("One. Two! Three?"), 3);
    assertScored(TextLength.within(TextLength.words("two words"), 2, 2), 1);
    assertScored(TextLength.within(TextLength.words("three words now"), 0, 2), 0);
    assertScored(TextLength.within(TextLength.words(""), 1, 5), 0);
  }

  @Test
  void textsTooLongToCompareAreNotScored() {
    String text = "abcde".repeat(5_000);

    assertNotScored(EditDistance.similarity(text, text + "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "42 | 42.0 | 1",
        "The answer is 42. | 42 | 1",
        "First 3, then 7 | 7 | 1",
        "First 3, then 7 | 3 | 0",
        "3/4 | 0.75 | 1",
        "It is 1 / 3 | 1/3 | 1",
        "1/3 | 0.33 | 0",
        "$1,234.50 | 1234.5 | 1",
        "-5 | 5 | 0",
        "−5 | -5 | 1",
        "6.02e23 | 6.02E23 | 1",
        "50% | 50 | 1",
        "no number | 1 | 0",
        "1/0 | 1 | 0",
        "#### 18 | The answer: 18 | 1",
        "1.000000000001 | 1 | 1"
      })
  void theLastNumberOfAnAnswerIsCompared(String answer, String reference, double expected) {
    assertScored(NumberMatch.STANDARD.score(answer, reference), expected);
  }

  @Test
  void theNumberCanBeTheFirstOrTheWholeAnswer() {
    var first = new NumberMatch(0, 0, NumberMatch.Place.FIRST);
    var whole = new NumberMatch(0.01, 0, NumberMatch.Place.WHOLE);

    assertScored(first.score("First 3, then 7", "3"), 1);
    assertScored(whole.score("3.14", "3.1415"), 1);
    assertScored(whole.score("about 3.14", "3.1415"), 0);
    assertNotScored(whole.score("3", "three"));
  }

  @Test
  void numbersInsideWordsAreNone() {
    assertThat(NumberText.first("v2.3 of b4 costs 7")).hasValue(7);
    assertThat(NumberText.whole("1,23")).isEmpty();
    assertThat(NumberText.whole("12,345,678")).hasValue(12_345_678);
    assertThat(NumberText.whole(".5")).hasValue(0.5);
  }
}
