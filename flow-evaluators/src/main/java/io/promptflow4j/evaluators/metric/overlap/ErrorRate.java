package io.promptflow4j.evaluators.metric.overlap;

import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.text.Words;
import java.util.List;

/// Word and character error rate: the fewest insertions, deletions and substitutions that turn the
/// answer into the reference, divided by the length of the reference. 0 is equality, lower is
/// better; a long wrong answer goes beyond 1. Case and punctuation count.
public final class ErrorRate {

  private ErrorRate() {}

  /// WER, over words between white space.
  public static Score words(String answer, String reference) {
    return rate(Words.of(answer), Words.of(reference));
  }

  /// CER, over code points, white space included.
  public static Score characters(String answer, String reference) {
    return rate(answer.codePoints().boxed().toList(), reference.codePoints().boxed().toList());
  }

  private static <T> Score rate(List<T> answer, List<T> reference) {
    return reference.isEmpty()
        ? Score.notScored("the reference is empty")
        : Score.of((double) edits(answer, reference) / reference.size());
  }

  private static <T> int edits(List<T> some, List<T> others) {
    var above = new int[others.size() + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= some.size(); i++) {
      int diagonal = above[0];
      above[0] = i;
      for (int j = 1; j < above.length; j++) {
        int substituted = diagonal + (some.get(i - 1).equals(others.get(j - 1)) ? 0 : 1);
        diagonal = above[j];
        above[j] = Math.min(substituted, Math.min(above[j], above[j - 1]) + 1);
      }
    }
    return above[others.size()];
  }
}
