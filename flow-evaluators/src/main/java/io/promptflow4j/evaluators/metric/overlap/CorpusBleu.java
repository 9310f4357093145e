package io.promptflow4j.evaluators.metric.overlap;

import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.text.TranslationTokenizer;
import java.util.List;
import java.util.Locale;

/// BLEU as sacreBLEU reports it (Post 2018), with exponential smoothing.
///
/// 100 · brevity penalty · geometric mean of the clipped 1- to 4-gram precisions of the whole
/// corpus (Papineni et al. 2002); the i-th order without a hit counts as 1/2^i hits. From 0 to 100,
/// higher is better. [#ofSentence] leaves out the orders that the answer is too short for
/// (`effective_order`), as sacreBLEU's `sentence_bleu` does.
public record CorpusBleu(TranslationTokenizer tokenizer, boolean ignoreCase) {

  /// The settings that published figures have: tokenizer 13a, mixed case.
  public static final CorpusBleu STANDARD = new CorpusBleu(TranslationTokenizer.V13A, false);

  /// One answer and its references per line.
  public record Line(String answer, List<String> references) {
    public Line {
      references = List.copyOf(references);
    }
  }

  public Score ofCorpus(List<Line> lines) {
    return lines.stream()
        .map(this::hits)
        .reduce(NgramHits::plus)
        .map(hits -> score(hits, false))
        .orElse(Score.notScored("there are no lines"));
  }

  public Score ofSentence(String answer, List<String> references) {
    return references.isEmpty()
        ? Score.notScored("there is no reference")
        : score(hits(new Line(answer, references)), true);
  }

  private NgramHits hits(Line line) {
    return NgramHits.of(
        tokens(line.answer()), line.references().stream().map(this::tokens).toList());
  }

  private List<String> tokens(String text) {
    String cased = ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
    return tokenizer.tokens(cased.stripTrailing());
  }

  private static Score score(NgramHits hits, boolean onlyPossibleOrders) {
    if (hits.referenceLength() == 0) {
      return Score.notScored("the reference is empty");
    }
    if (hits.matches().stream().allMatch(matched -> matched == 0)) {
      return Score.of(0);
    }
    double logs = 0;
    double divisor = 1;
    int orders = 0;
    while (orders < NgramHits.ORDERS && hits.total(orders + 1) > 0) {
      orders++;
      double matched = hits.matched(orders);
      if (matched == 0) {
        divisor *= 2;
        matched = 1 / divisor;
      }
      logs += Math.log(matched / hits.total(orders));
    }
    if (orders < NgramHits.ORDERS && !onlyPossibleOrders) {
      return Score.of(0);
    }
    return Score.of(100 * hits.brevityPenalty() * Math.exp(logs / orders));
  }
}
