package io.promptflow4j.evaluators.metric.matching;

import io.promptflow4j.evaluators.metric.Score;
import java.util.OptionalDouble;

/// Whether a number in an answer is the expected one: 1 if |a − b| is at most the larger of
/// `absolute` and `relative` · max(|a|, |b|), as Python's `math.isclose`, else 0.
///
/// An answer without a number is 0, a reference without one is not scored. (Prompt flow's maths
/// evaluation marks both −1.)
public record NumberMatch(double absolute, double relative, Place place) {

  /// Where in the answer the number stands; the reference is a number as a whole, or its last one.
  public enum Place {
    WHOLE,
    FIRST,
    LAST;

    OptionalDouble in(String text) {
      return switch (this) {
        case WHOLE -> NumberText.whole(text);
        case FIRST -> NumberText.first(text);
        case LAST -> NumberText.last(text);
      };
    }
  }

  /// The last number of the answer, equal to nine significant digits.
  public static final NumberMatch STANDARD = new NumberMatch(0, 1e-9, Place.LAST);

  public NumberMatch {
    if (!(absolute >= 0 && relative >= 0)) {
      throw new IllegalArgumentException("a tolerance can't be negative");
    }
  }

  public Score score(String answer, String reference) {
    OptionalDouble whole = NumberText.whole(reference);
    OptionalDouble expected = whole.isPresent() ? whole : NumberText.last(reference);
    if (expected.isEmpty()) {
      return Score.notScored("the reference holds no number");
    }
    OptionalDouble found = place.in(answer);
    return Score.of(found.isPresent() && isClose(found.getAsDouble(), expected.getAsDouble()));
  }

  boolean isClose(double some, double other) {
    double size = Math.max(Math.abs(some), Math.abs(other));
    return some == other || Math.abs(some - other) <= Math.max(absolute, relative * size);
  }
}
