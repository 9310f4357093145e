package io.promptflow4j.evaluators.metric.overlap;

import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.text.AnswerTokenizer;
import io.promptflow4j.evaluators.metric.text.Ngrams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Google's BLEU for single sentences (Wu et al. 2016): of all 1- to 4-grams, the smaller of
/// precision and recall. From 0 to 1, higher is better. As NLTK's `sentence_gleu`; of several
/// references the best counts.
public final class Gleu {

  private static final int ORDERS = 4;
  private static final AnswerTokenizer TOKENIZER = new AnswerTokenizer();

  private Gleu() {}

  /// Tokenizes as prompt flow does.
  public static Score score(String answer, String reference) {
    return score(TOKENIZER.tokens(answer), List.of(TOKENIZER.tokens(reference)));
  }

  public static Score score(List<String> answer, List<List<String>> references) {
    Map<List<String>, Integer> found = ngrams(answer);
    return references.stream()
        .filter(reference -> !reference.isEmpty())
        .mapToDouble(reference -> share(found, ngrams(reference)))
        .boxed()
        .max(Double::compare)
        .map(Score::of)
        .orElse(Score.notScored("the reference is empty"));
  }

  private static double share(
      Map<List<String>, Integer> found, Map<List<String>, Integer> expected) {
    long most = Math.max(Ngrams.total(found), Ngrams.total(expected));
    return (double) Ngrams.common(found, expected) / most;
  }

  private static Map<List<String>, Integer> ngrams(List<String> tokens) {
    var all = new HashMap<List<String>, Integer>();
    for (int n = 1; n <= ORDERS; n++) {
      all.putAll(Ngrams.of(tokens, n));
    }
    return all;
  }
}
