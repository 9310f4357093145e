package io.promptflow4j.evaluators.metric.text;

import static io.promptflow4j.evaluators.metric.ScoreAssert.assertNotScored;
import static io.promptflow4j.evaluators.metric.ScoreAssert.assertScored;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextMeasuresTest {

  /// The count of `o200k_base` that OpenAI's cookbook shows for this sentence.
  @Test
  void tokensAreThoseOfO200k() {
    assertScored(TokenCount.score("tiktoken is great!"), 6);
    assertScored(TokenCount.score("antidisestablishmentarianism"), 6);
    assertScored(TokenCount.score("2 + 2 = 4"), 7);
    assertScored(TokenCount.score("お誕生日おめでとう"), 8);
    assertScored(TokenCount.score(""), 0);
    assertThat(TokenCount.of("<|endoftext|>")).isGreaterThan(1);
  }

  /// Worked examples of the Wikipedia article on Flesch's formulas: 116 is given for the first, and
  /// the formula gives the second from its ten words and 24 syllables.
  @Test
  void readabilityIsThatOfFlesch() {
    assertScored(Readability.readingEase("The cat sat on the mat."), 116.145);
    assertScored(Readability.gradeLevel("The cat sat on the mat."), -1.45);
    assertNotScored(Readability.readingEase("123 …"));
    assertNotScored(Readability.gradeLevel(""));
  }

  @Test
  void sentencesEndWhereAReaderSeesIt() {
    assertThat(
            Sentences.of(
                "Dr. Smith met Mr. J. Doe at 3.30 p.m. in the U.S. office. They spoke, e.g. about"
                    + " rain! \"Really?\" she asked. Wait... no. It cost $3.50 (about 3 euros.) The"
                    + " end"))
        .containsExactly(
            "Dr. Smith met Mr. J. Doe at 3.30 p.m. in the U.S. office.",
            "They spoke, e.g. about rain!",
            "\"Really?\"",
            "she asked.",
            "Wait... no.",
            "It cost $3.50 (about 3 euros.)",
            "The end");
    assertThat(Sentences.of("これは文です。次の文です。")).hasSize(2);
    assertThat(Sentences.of(" \n ")).isEmpty();
  }

  @Test
  void whiteSpaceIsThatOfPython() {
    assertThat(Words.of("a\u00a0b\u2003c\u0085d\u001ce\u3000f"))
        .containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(Words.of("a\u200bb")).containsExactly("a\u200bb");
  }
}
