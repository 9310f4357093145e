package io.promptflow4j.evaluators.metric.overlap;

import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.text.AnswerTokenizer;
import java.util.List;

/// BLEU of one answer as prompt flow computes it: NLTK's `sentence_bleu` with smoothing method 4.
///
/// The geometric mean of the clipped 1- to 4-gram precisions, times exp(1 − r/c) if the answer (c
/// tokens) is not longer than the closest reference (r tokens). An n-gram order without a hit
/// counts as ln(c) / (5 · 2^i) hits, i counting such orders (Chen and Cherry 2014, as NLTK reads
/// it). From 0 to 1, higher is better.
public final class SentenceBleu {

  private static final double K = 5;
  private static final AnswerTokenizer TOKENIZER = new AnswerTokenizer();

  private SentenceBleu() {}

  /// Tokenizes as prompt flow does.
  public static Score score(String answer, String reference) {
    return score(TOKENIZER.tokens(answer), List.of(TOKENIZER.tokens(reference)));
  }

  public static Score score(List<String> answer, List<List<String>> references) {
    if (references.stream().allMatch(List::isEmpty)) {
      return Score.notScored("the reference is empty");
    }
    NgramHits hits = NgramHits.of(answer, references);
    if (hits.matched(1) == 0) {
      return Score.of(0);
    }
    double logs = 0;
    double divisor = 1;
    for (int n = 1; n <= NgramHits.ORDERS; n++) {
      double matched = hits.matched(n);
      if (matched == 0 && answer.size() > 1) {
        divisor *= 2;
        matched = Math.log(answer.size()) / (divisor * K);
      }
      if (matched > 0) {
        logs += Math.log(matched / Math.max(1, hits.total(n))) / NgramHits.ORDERS;
      }
    }
    return Score.of(hits.brevityPenalty() * Math.exp(logs));
  }
}
