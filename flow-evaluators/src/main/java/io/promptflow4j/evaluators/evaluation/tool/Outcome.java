package io.promptflow4j.evaluators.evaluation.tool;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.PrecisionRecall;
import io.promptflow4j.evaluators.metric.Score;
import io.promptflow4j.evaluators.metric.validity.Validity;
import java.util.LinkedHashMap;

/// What a metric tool returns: `{score, reason, …}`, where a score is a number or null and the
/// reason says why it is null, or what was found.
final class Outcome {

  private final LinkedHashMap<String, Value> fields = new LinkedHashMap<>();

  private Outcome(Score score, String reason) {
    fields.put("score", numberOf(score));
    fields.put("reason", Value.of(reason));
  }

  static Outcome of(Score score) {
    return new Outcome(score, whyNot(score));
  }

  /// A score that says more of itself.
  static Outcome of(Score score, String reason) {
    return new Outcome(score, score instanceof Score.Scored ? reason : whyNot(score));
  }

  static Outcome of(Validity validity) {
    return switch (validity) {
      case Validity.Valid _ -> of(validity.score());
      case Validity.Invalid(var why) -> of(validity.score(), why);
    };
  }

  /// F1 is the score.
  static Outcome of(PrecisionRecall scores) {
    return of(scores.f1()).with("precision", scores.precision()).with("recall", scores.recall());
  }

  Outcome with(String name, Score score) {
    return with(name, numberOf(score));
  }

  Outcome with(String name, Value value) {
    fields.put(name, value);
    return this;
  }

  Value.Mapping value() {
    return new Value.Mapping(fields);
  }

  static Value numberOf(Score score) {
    return switch (score) {
      case Score.Scored(var number) -> Value.of(number);
      case Score.NotScored _ -> Value.Null.NULL;
    };
  }

  private static String whyNot(Score score) {
    return switch (score) {
      case Score.Scored _ -> "";
      case Score.NotScored(var why) -> why;
    };
  }
}
