package io.promptflow4j.evaluators.evaluation.tool;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.evaluators.metric.validity.JsonValidity;
import java.util.List;
import java.util.Optional;

/// What a judge replied: its text, and the JSON object in it if there is one.
record Judgement(String text, Optional<Value.Mapping> object) {

  private static final List<String> REASONS =
      List.of("reason", "reasoning", "explanation", "rationale", "justification", "thought");

  private static final int MAX_REASON = 4_000;

  static Judgement of(Value reply) {
    return switch (reply) {
      case Value.Mapping mapping -> new Judgement(Json.write(mapping), Optional.of(mapping));
      case Value.Text(var text) ->
          new Judgement(
              text.strip(),
              JsonValidity.firstIn(text)
                  .filter(Value.Mapping.class::isInstance)
                  .map(Value.Mapping.class::cast));
      case Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Sequence _,
          Value.Image _ ->
          new Judgement(Given.textOf(reply), Optional.empty());
    };
  }

  Optional<Value> field(String key) {
    return object.map(mapping -> mapping.get(key));
  }

  /// The judge's reason; of a reply in prose, all of it.
  String reason() {
    if (object.isEmpty()) {
      return shortened(text, MAX_REASON);
    }
    return REASONS.stream()
        .flatMap(key -> field(key).stream())
        .filter(value -> value != Value.Null.NULL)
        .map(Given::textOf)
        .findFirst()
        .map(reason -> shortened(reason, MAX_REASON))
        .orElse("");
  }

  static String shortened(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most)) + "…";
  }
}
