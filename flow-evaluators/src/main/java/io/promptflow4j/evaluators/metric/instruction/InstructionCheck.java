package io.promptflow4j.evaluators.metric.instruction;

import io.promptflow4j.evaluators.metric.Score;
import java.util.function.Predicate;

/// Looks at a response and says whether it follows one instruction.
@FunctionalInterface
interface InstructionCheck {

  /// 1 or 0, or not scored where that can't be told.
  Score score(String response);

  /// A check that can always be told.
  static InstructionCheck of(Predicate<String> followed) {
    return response -> Score.of(followed.test(response));
  }
}
