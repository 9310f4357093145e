package io.promptflow4j.evaluators.metric.overlap;

import io.promptflow4j.evaluators.metric.PrecisionRecall;
import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.text.Ngrams;
import io.promptflow4j.evaluators.metric.text.Words;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Words in common between an answer and a reference, and equality of the two, both after lower
/// case, without ASCII punctuation and without the articles a, an, the.
///
/// F1 = 2 · precision · recall / (precision + recall) over multisets of words. From 0 to 1, higher
/// is better. As in prompt flow's `F1ScoreEvaluator` and SQuAD 1.1 (Rajpurkar et al. 2016); a
/// reference without words is not scored, where prompt flow fails and SQuAD counts 0 or 1.
public final class TokenF1 {

  private static final Pattern PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");
  private static final Pattern ARTICLE =
      Pattern.compile("\\b(?:a|an|the)\\b", Pattern.UNICODE_CHARACTER_CLASS);

  private TokenF1() {}

  public static Score score(String answer, String reference) {
    return compare(answer, reference).f1();
  }

  public static PrecisionRecall compare(String answer, String reference) {
    List<String> found = words(answer);
    List<String> expected = words(reference);
    long common = Ngrams.common(Ngrams.single(found), Ngrams.single(expected));
    return PrecisionRecall.of(common, found.size(), expected.size());
  }

  /// 1 if the two are the same words in the same order, else 0.
  public static Score exactMatch(String answer, String reference) {
    List<String> expected = words(reference);
    return expected.isEmpty()
        ? Score.notScored("the reference is empty")
        : Score.of(words(answer).equals(expected));
  }

  private static List<String> words(String text) {
    String bare = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    return Words.of(ARTICLE.matcher(bare).replaceAll(" "));
  }
}
