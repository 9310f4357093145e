package io.promptflow4j.evaluators.evaluation.judging;

import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;

/// What came of reading a judge's reply.
///
/// @param score a number, or null if there is none
/// @param askAgain whether a second reply may have one
record Reading(Value score, String reason, boolean askAgain) {

  private static final String NOT_ASKED = "not asked: ";

  static Reading scored(double number, String reason) {
    return new Reading(Value.of(number), reason, false);
  }

  static Reading notScored(String why) {
    return new Reading(Value.Null.NULL, why, false);
  }

  static Reading notAsked(String why) {
    return notScored(NOT_ASKED + why);
  }

  static Reading unreadable(String why) {
    return new Reading(Value.Null.NULL, why, true);
  }

  /// As nodes hand it on.
  Value.Mapping asValue() {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("is_scored", Value.of(score != Value.Null.NULL));
    fields.put("score", score);
    fields.put("reason", Value.of(reason));
    fields.put("ask_again", Value.of(askAgain));
    return new Value.Mapping(fields);
  }

  /// The end of the matter, if the judge was not asked again.
  Value.Mapping settledAtOnce() {
    return settled(reason.startsWith(NOT_ASKED) ? 0 : 1);
  }

  /// The end of the matter, after so many tries.
  Value.Mapping settled(int tries) {
    var fields = new LinkedHashMap<String, Value>();
    fields.put("score", score);
    fields.put("reason", Value.of(reason));
    fields.put("tries", Value.of(tries));
    return new Value.Mapping(fields);
  }
}
