package io.promptflow4j.evaluators.evaluation.tool;

import static io.promptflow4j.evaluators.evaluation.tool.MetricTools.metric;
import static io.promptflow4j.evaluators.evaluation.tool.MetricTools.ofPair;
import static io.promptflow4j.evaluators.evaluation.tool.MetricTools.pairAnd;

import io.promptflow4j.core.tool.Tool;
import io.promptflow4j.evaluators.metric.PrecisionRecall;
import io.promptflow4j.evaluators.metric.overlap.ChrF;
import io.promptflow4j.evaluators.metric.overlap.CorpusBleu;
import io.promptflow4j.evaluators.metric.overlap.ErrorRate;
import io.promptflow4j.evaluators.metric.overlap.Gleu;
import io.promptflow4j.evaluators.metric.overlap.Meteor;
import io.promptflow4j.evaluators.metric.overlap.Rouge;
import io.promptflow4j.evaluators.metric.overlap.SentenceBleu;
import io.promptflow4j.evaluators.metric.overlap.TokenF1;
import io.promptflow4j.evaluators.metric.overlap.TranslationEditRate;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Words and characters in common with a reference: room `metric.overlap`.
final class OverlapMetrics {

  private static final List<String> SHARES = List.of("precision", "recall");

  private OverlapMetrics() {}

  static List<Tool> all() {
    return List.of(
        metric(
            "f1",
            "F1 of the words in common, with precision and recall.",
            pairAnd(),
            SHARES,
            given -> Outcome.of(TokenF1.compare(given.text("answer"), given.text("ground_truth")))),
        ofPair(
            "same_words",
            "1 if both have the same words in the same order, without case, punctuation, articles.",
            TokenF1::exactMatch),
        ofPair("bleu", "BLEU as NLTK computes it, smoothing method 4.", SentenceBleu::score),
        ofPair(
            "sacrebleu",
            "BLEU of a sentence as sacreBLEU computes it, from 0 to 100.",
            (answer, expected) -> CorpusBleu.STANDARD.ofSentence(answer, List.of(expected))),
        ofPair("gleu", "GLEU as NLTK computes it.", Gleu::score),
        metric(
            "meteor",
            "METEOR with the synonyms of WordNet.",
            pairAnd("alpha", "beta", "gamma"),
            given ->
                Outcome.of(meteor(given).score(given.text("answer"), given.text("ground_truth")))),
        metric(
            "rouge",
            "ROUGE: the F1, with precision and recall; `type` is rouge1 to rouge9, rougeL,"
                + " rougeLsum.",
            pairAnd("type", "stem"),
            SHARES,
            given -> Outcome.of(rouge(given))),
        metric(
            "chrf",
            "chrF, from 0 to 100; chrF++ with `words: 2`.",
            pairAnd("words"),
            given ->
                Outcome.of(
                    chrf(given)
                        .ofSentence(given.text("answer"), List.of(given.text("ground_truth"))))),
        ofPair(
            "ter",
            "Translation edit rate, from 0 up, lower is better.",
            (answer, expected) -> TranslationEditRate.ofSentence(answer, List.of(expected))),
        ofPair("wer", "Word error rate, from 0 up, lower is better.", ErrorRate::words),
        ofPair("cer", "Character error rate, from 0 up, lower is better.", ErrorRate::characters));
  }

  private static Meteor meteor(Given given) {
    return new Meteor(
        given.number("alpha").orElse(Meteor.STANDARD.alpha()),
        given.number("beta").orElse(Meteor.STANDARD.beta()),
        given.number("gamma").orElse(Meteor.STANDARD.gamma()),
        _ -> Set.of());
  }

  private static PrecisionRecall rouge(Given given) {
    String answer = given.text("answer");
    String expected = given.text("ground_truth");
    String type = given.optionalText("type").orElse("rougeL").strip();
    var rouge = new Rouge(given.isTrue("stem"));
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "rougel" -> rouge.longest(answer, expected);
      case "rougelsum" -> rouge.longestByLine(answer, expected);
      case String other when other.matches("rouge[1-9]") ->
          rouge.ngrams(other.charAt(other.length() - 1) - '0', answer, expected);
      default ->
          throw new Given.NotScorable(
              "'%s' is none of rouge1 to rouge9, rougeL, rougeLsum".formatted(type));
    };
  }

  private static ChrF chrf(Given given) {
    return given.number("words").orElse(0.0) > 0 ? ChrF.CHRF_PLUS_PLUS : ChrF.CHRF;
  }
}
