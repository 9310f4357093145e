package io.promptflow4j.evaluators.metric.overlap;

import static io.promptflow4j.evaluators.metric.ScoreAssert.assertNotScored;
import static io.promptflow4j.evaluators.metric.ScoreAssert.assertScored;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.PrecisionRecall;
import io.promptflow4j.evaluators.metric.ReferenceCase;
import io.promptflow4j.evaluators.metric.ReferenceFile;
import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.text.AnswerTokenizer;
import io.promptflow4j.evaluators.metric.text.PorterStemmer;
import io.promptflow4j.evaluators.metric.text.TranslationTokenizer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every number was computed by NLTK 3.10, sacreBLEU 2.6, google-research's rouge_score 0.1.2 or
/// RapidFuzz 3.14; see `overlap_reference.py`.
class OverlapReferenceTest {

  private static final Map<String, Set<String>> SYNONYMS =
      Map.of(
          "capit", Set.of("wealth", "seat"),
          "rais", Set.of("rise"),
          "rose", Set.of("rise", "increas"),
          "heavi", Set.of("strong"),
          "proposal", Set.of("plan"),
          "discuss", Set.of("talk"),
          "plan", Set.of("propos"),
          "propos", Set.of("plan"),
          "email", Set.of("e-mail"));

  static List<ReferenceCase> pairs() {
    return ReferenceFile.cases("overlap", "pair");
  }

  static List<ReferenceCase> multiple() {
    return ReferenceFile.cases("overlap", "multiple");
  }

  static List<ReferenceCase> corpora() {
    return ReferenceFile.cases("overlap", "corpus");
  }

  @Nested
  class OnePairOfSentences {

    static List<ReferenceCase> pairs() {
      return OverlapReferenceTest.pairs();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void isTokenizedAsPromptFlowDoes(ReferenceCase pair) {
      var tokenizer = new AnswerTokenizer();

      assertThat(tokenizer.tokens(pair.text("answer"))).isEqualTo(pair.texts("answerTokens"));
      assertThat(tokenizer.tokens(pair.text("reference"))).isEqualTo(pair.texts("referenceTokens"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void hasTheBleuGleuAndMeteorOfNltk(ReferenceCase pair) {
      String answer = pair.text("answer");
      String reference = pair.text("reference");
      var synonyms = new Meteor(0.9, 3, 0.5, word -> SYNONYMS.getOrDefault(word, Set.of()));

      assertScored(SentenceBleu.score(answer, reference), pair.number("bleu"));
      assertScored(Gleu.score(answer, reference), pair.number("gleu"));
      assertScored(
          new Meteor(0.9, 3, 0.5, _ -> Set.of()).score(answer, reference), pair.number("meteor"));
      assertScored(synonyms.score(answer, reference), pair.number("meteorSynonyms"));
      assertScored(
          new Meteor(0.8, 2, 0.4, _ -> Set.of()).score(answer, reference),
          pair.number("meteorOther"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void hasTheRougeOfGoogle(ReferenceCase pair) {
      checkRouge(pair, Rouge.STANDARD, pair.mapping("rouge"));
      checkRouge(pair, Rouge.STEMMING, pair.mapping("rougeStem"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void hasTheBleuChrfAndTerOfSacrebleu(ReferenceCase pair) {
      checkSacrebleu(
          List.of(new CorpusBleu.Line(pair.text("answer"), List.of(pair.text("reference")))),
          pair.mapping("sacrebleu"),
          true);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void hasTheErrorRatesOfRapidfuzz(ReferenceCase pair) {
      String answer = pair.text("answer");
      String reference = pair.text("reference");

      assertScored(ErrorRate.words(answer, reference), pair.number("wer"));
      assertScored(ErrorRate.characters(answer, reference), pair.number("cer"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void hasTheTokenF1OfPromptFlow(ReferenceCase pair) {
      PrecisionRecall found = TokenF1.compare(pair.text("answer"), pair.text("reference"));

      if (pair.has("tokenF1")) {
        ReferenceCase expected = pair.mapping("tokenF1");
        assertScored(found.precision(), expected.number("precision"));
        assertScored(found.recall(), expected.number("recall"));
        assertScored(found.f1(), expected.number("f1"));
        assertScored(
            TokenF1.exactMatch(pair.text("answer"), pair.text("reference")),
            expected.number("exact"));
      } else {
        assertNotScored(found.f1());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("multiple")
  void severalReferencesCountAsInTheOtherPrograms(ReferenceCase line) {
    List<String> references = line.texts("references");
    var tokenizer = new AnswerTokenizer();
    List<String> answer = tokenizer.tokens(line.text("answer"));
    List<List<String>> tokens = references.stream().map(tokenizer::tokens).toList();

    assertScored(SentenceBleu.score(answer, tokens), line.number("bleu"));
    assertScored(Gleu.score(answer, tokens), line.number("gleu"));
    checkSacrebleu(
        List.of(new CorpusBleu.Line(line.text("answer"), references)),
        line.mapping("sacrebleu"),
        true);
  }

  @ParameterizedTest
  @MethodSource("corpora")
  void aWholeCorpusScoresAsInSacrebleu(ReferenceCase corpus) {
    List<CorpusBleu.Line> lines =
        corpus.items("lines").stream().map(OverlapReferenceTest::line).toList();

    checkSacrebleu(lines, corpus.mapping("sacrebleu"), false);
  }

  private static CorpusBleu.Line line(Value pair) {
    var parts = ((Value.Sequence) pair).items();
    var references = ((Value.Sequence) parts.get(1)).items();
    return new CorpusBleu.Line(
        ((Value.Text) parts.getFirst()).text(),
        references.stream().map(text -> ((Value.Text) text).text()).toList());
  }

  @Test
  void wordsAreStemmedAsByNltk() {
    ReferenceCase stems = ReferenceFile.cases("overlap", "stems").getFirst().mapping("stems");

    assertThat(stems.entries().entries()).hasSizeGreaterThan(100);
    stems
        .entries()
        .entries()
        .forEach((word, stem) ->
            assertThat(Value.of(PorterStemmer.stem(word))).as(word).isEqualTo(stem));
  }

  private static void checkRouge(ReferenceCase pair, Rouge rouge, ReferenceCase expected) {
    String answer = pair.text("answer");
    String reference = pair.text("reference");
    for (int n = 1; n <= 5; n++) {
      check(rouge.ngrams(n, answer, reference), expected.numbers("rouge" + n));
    }
    check(rouge.longest(answer, reference), expected.numbers("rougeL"));
    check(rouge.longestByLine(answer, reference), expected.numbers("rougeLsum"));
  }

  /// Where the reference has no n-gram of that length, Google says 0 and we say nothing.
  private static void check(PrecisionRecall found, List<Double> expected) {
    if (found.f1() instanceof Score.NotScored) {
      assertThat(expected).containsOnly(0.0);
      return;
    }
    assertScored(found.precision(), expected.get(0));
    assertScored(found.recall(), expected.get(1));
    assertScored(found.f1(), expected.get(2));
  }

  private static void checkSacrebleu(
      List<CorpusBleu.Line> lines, ReferenceCase expected, boolean sentence) {
    Map<String, CorpusBleu> settings =
        Map.of(
            "13a", CorpusBleu.STANDARD,
            "13a-lc", new CorpusBleu(TranslationTokenizer.V13A, true),
            "intl", new CorpusBleu(TranslationTokenizer.INTERNATIONAL, false),
            "char", new CorpusBleu(TranslationTokenizer.CHARACTER, false),
            "none", new CorpusBleu(TranslationTokenizer.NONE, false));
    CorpusBleu.Line first = lines.getFirst();
    settings.forEach((name, bleu) ->
        assertScored(
            sentence ? bleu.ofSentence(first.answer(), first.references()) : bleu.ofCorpus(lines),
            expected.number(name)));
    assertScored(ChrF.CHRF.ofCorpus(lines), expected.number("chrf"));
    assertScored(ChrF.CHRF_PLUS_PLUS.ofCorpus(lines), expected.number("chrf++"));
    assertScored(TranslationEditRate.ofCorpus(lines), expected.number("ter"));
  }
}
