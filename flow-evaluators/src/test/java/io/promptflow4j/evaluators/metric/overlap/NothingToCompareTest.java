package io.promptflow4j.evaluators.metric.overlap;

import static io.promptflow4j.evaluators.metric.ScoreAssert.assertNotScored;
import static io.promptflow4j.evaluators.metric.ScoreAssert.assertScored;

import io.promptflow4j.evaluators.metric.Score;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class NothingToCompareTest {

  private static final List<BiFunction<String, String, Score>> METRICS =
      List.of(
          TokenF1::score,
          TokenF1::exactMatch,
          SentenceBleu::score,
          Gleu::score,
          Meteor.STANDARD::score,
          ErrorRate::words,
          (answer, reference) -> CorpusBleu.STANDARD.ofSentence(answer, List.of(reference)),
          (answer, reference) -> ChrF.CHRF.ofSentence(answer, List.of(reference)),
          (answer, reference) -> ChrF.CHRF_PLUS_PLUS.ofSentence(answer, List.of(reference)),
          (answer, reference) -> TranslationEditRate.ofSentence(answer, List.of(reference)),
          (answer, reference) -> Rouge.STANDARD.longest(answer, reference).f1(),
          (answer, reference) -> Rouge.STANDARD.longestByLine(answer, reference).f1(),
          (answer, reference) -> Rouge.STANDARD.ngrams(1, answer, reference).f1());

  @Test
  void aBlankReferenceIsNotScored() {
    METRICS.forEach(metric -> assertNotScored(metric.apply("an answer", " ")));
    METRICS.forEach(metric -> assertNotScored(metric.apply("", "")));
  }

  @Test
  void aBlankAnswerIsTheWorstScore() {
    for (var metric : METRICS.subList(0, 5)) {
      assertScored(metric.apply("", "some reference"), 0);
    }
    assertScored(ErrorRate.words("", "some reference"), 1);
    assertScored(TranslationEditRate.ofSentence("", List.of("some reference")), 100);
    assertScored(ChrF.CHRF.ofSentence("", List.of("some reference")), 0);
    assertScored(CorpusBleu.STANDARD.ofSentence("", List.of("some reference")), 0);
  }

  @Test
  void noReferenceAndNoLinesAreNotScored() {
    assertNotScored(CorpusBleu.STANDARD.ofSentence("a", List.of()));
    assertNotScored(CorpusBleu.STANDARD.ofCorpus(List.of()));
    assertNotScored(ChrF.CHRF.ofSentence("a", List.of()));
    assertNotScored(ChrF.CHRF.ofCorpus(List.of()));
    assertNotScored(TranslationEditRate.ofCorpus(List.of()));
    assertNotScored(SentenceBleu.score(List.of("a"), List.of()));
    assertNotScored(Gleu.score(List.of("a"), List.of()));
  }
}
