package io.promptflow4j.core.deployment.traffic;

import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.Optional;

/// What a caller thinks of an answer.
///
/// @param request the id of the request that got the answer, if the caller names it
/// @param trace the W3C trace that the caller names
public record Feedback(
    String endpoint,
    Optional<String> request,
    Optional<String> trace,
    Instant when,
    Value.Mapping said) {

  /// What somebody said: a JSON object as it is, anything else under `feedback`.
  public static Value.Mapping read(String said) {
    try {
      if (Json.read(said) instanceof Value.Mapping mapping) {
        return mapping;
      }
    } catch (JsonSyntaxException noJson) {
      // then it is kept as it is
    }
    return new Fields().put("feedback", said).end();
  }
}
