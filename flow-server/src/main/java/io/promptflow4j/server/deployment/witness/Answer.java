package io.promptflow4j.server.deployment.witness;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.value.Value;
import java.util.Optional;

/// An answer of a deployment.
///
/// @param id of the request
/// @param trace the W3C trace that the caller named
/// @param inputs what the flow got
public record Answer(
    String id,
    Optional<String> trace,
    String endpoint,
    String deployment,
    Value.Mapping inputs,
    FlowResult result) {

  /// Whether it is one that callers can use.
  public boolean isComplete() {
    return result.status() == FlowResult.Status.COMPLETED;
  }
}
