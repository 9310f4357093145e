package io.promptflow4j.evaluators.metric.validity;

import io.promptflow4j.evaluators.metric.Score;

/// Whether a text is what it should be, and if not, why.
public sealed interface Validity {

  /// It is.
  enum Valid implements Validity {
    VALID
  }

  /// It isn't; `why` says what was found, and where if that is known.
  record Invalid(String why) implements Validity {}

  /// 1 or 0, higher is better.
  default Score score() {
    return Score.of(isValid());
  }

  default boolean isValid() {
    return this == Valid.VALID;
  }
}
