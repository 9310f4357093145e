package io.promptflow4j.evaluators.metric.overlap;

import io.promptflow4j.evaluators.metric.text.Ngrams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What BLEU needs of a sentence or of a whole corpus: clipped n-gram hits and lengths.
record NgramHits(List<Long> matches, List<Long> totals, long length, long referenceLength) {

  static final int ORDERS = 4;

  NgramHits {
    matches = List.copyOf(matches);
    totals = List.copyOf(totals);
  }

  static NgramHits of(List<String> answer, List<List<String>> references) {
    var matches = new Long[ORDERS];
    var totals = new Long[ORDERS];
    for (int n = 1; n <= ORDERS; n++) {
      Map<List<String>, Integer> found = Ngrams.of(answer, n);
      matches[n - 1] = Ngrams.common(found, most(references, n));
      totals[n - 1] = Ngrams.total(found);
    }
    return new NgramHits(
        List.of(matches), List.of(totals), answer.size(), closest(answer.size(), references));
  }

  private static Map<List<String>, Integer> most(List<List<String>> references, int n) {
    var most = new HashMap<List<String>, Integer>();
    for (List<String> reference : references) {
      Ngrams.of(reference, n).forEach((ngram, count) -> most.merge(ngram, count, Math::max));
    }
    return most;
  }

  private static int closest(int length, List<List<String>> references) {
    int closest = references.getFirst().size();
    for (List<String> reference : references) {
      int distance = Math.abs(reference.size() - length);
      int least = Math.abs(closest - length);
      if (distance < least || (distance == least && reference.size() < closest)) {
        closest = reference.size();
      }
    }
    return closest;
  }

  NgramHits plus(NgramHits other) {
    return new NgramHits(
        sum(matches, other.matches),
        sum(totals, other.totals),
        length + other.length,
        referenceLength + other.referenceLength);
  }

  private static List<Long> sum(List<Long> some, List<Long> others) {
    var sums = new Long[some.size()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = some.get(i) + others.get(i);
    }
    return List.of(sums);
  }

  long matched(int n) {
    return matches.get(n - 1);
  }

  long total(int n) {
    return totals.get(n - 1);
  }

  double brevityPenalty() {
    if (length > referenceLength) {
      return 1;
    }
    return length == 0 ? 0 : Math.exp(1 - (double) referenceLength / length);
  }
}
