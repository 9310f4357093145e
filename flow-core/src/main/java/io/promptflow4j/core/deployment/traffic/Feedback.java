package io.promptflow4j.core.deployment.traffic;

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
    Value.Mapping said) {}
