package io.promptflow4j.evaluators.metric.matching;

import io.promptflow4j.evaluators.metric.Score;

/// Levenshtein's distance: the fewest insertions, deletions and substitutions of code points that
/// turn one text into the other.
///
/// Two texts whose lengths multiply to more than 400 million are not scored.
public final class EditDistance {

  private static final long MAX_CELLS = 400_000_000;

  private EditDistance() {}

  /// From 0 (equal), lower is better.
  public static Score distance(String text, String expected) {
    int[] some = text.codePoints().toArray();
    int[] others = expected.codePoints().toArray();
    return (long) some.length * others.length > MAX_CELLS
        ? Score.notScored("the texts are too long to compare character by character")
        : Score.of(distance(some, others));
  }

  /// 1 − distance / length of the longer text, from 0 to 1, higher is better; two empty texts are
  /// equal. As RapidFuzz's `normalized_similarity`.
  public static Score similarity(String text, String expected) {
    int longest =
        Math.max(
            text.codePointCount(0, text.length()), expected.codePointCount(0, expected.length()));
    return switch (distance(text, expected)) {
      case Score.Scored(double distance) -> Score.of(longest == 0 ? 1 : 1 - distance / longest);
      case Score.NotScored none -> none;
    };
  }

  private static int distance(int[] some, int[] others) {
    var above = new int[others.length + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= some.length; i++) {
      int diagonal = above[0];
      above[0] = i;
      for (int j = 1; j < above.length; j++) {
        int substituted = diagonal + (some[i - 1] == others[j - 1] ? 0 : 1);
        diagonal = above[j];
        above[j] = Math.min(substituted, Math.min(above[j], above[j - 1]) + 1);
      }
    }
    return above[others.length];
  }
}
