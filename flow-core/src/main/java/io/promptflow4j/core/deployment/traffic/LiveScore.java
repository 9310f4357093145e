package io.promptflow4j.core.deployment.traffic;

import io.promptflow4j.core.source.Digest;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/// What an evaluator said of an answer that a caller got.
///
/// @param version the flow that answered
/// @param score the output of the evaluator
/// @param points nothing if the answer was not scored
/// @param why it was not
public record LiveScore(
    String endpoint,
    String deployment,
    Digest version,
    String request,
    Instant when,
    String evaluator,
    String score,
    OptionalDouble points,
    Optional<String> why) {}
