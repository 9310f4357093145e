package io.promptflow4j.evaluators.metric.matching;

import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.text.Sentences;
import io.promptflow4j.evaluators.metric.text.Words;

/// How long a text is, and whether that is within bounds. Counts go from 0 and have no direction.
public final class TextLength {

  private TextLength() {}

  /// Unicode code points.
  public static Score characters(String text) {
    return Score.of(text.codePointCount(0, text.length()));
  }

  /// Words between white space.
  public static Score words(String text) {
    return Score.of(Words.of(text).size());
  }

  public static Score sentences(String text) {
    return Score.of(Sentences.of(text).size());
  }

  /// 1 if a count is at least `least` and at most `most`, else 0.
  public static Score within(Score count, double least, double most) {
    return switch (count) {
      case Score.Scored(double value) -> Score.of(least <= value && value <= most);
      case Score.NotScored none -> none;
    };
  }
}
