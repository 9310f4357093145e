package io.promptflow4j.core.model.scripted;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.source.Place;
import java.time.Duration;
import java.util.Optional;

/// What a rule says once.
///
/// @param place where it stands, for messages
/// @param message the message under the wire's names, its texts yet to be filled
/// @param fault what happens instead
/// @param retryAfter the wait that the fault asks for
/// @param model the name that the model gives itself
record Answer(
    Place place,
    Filling message,
    Optional<Fault> fault,
    Optional<Duration> retryAfter,
    Duration latency,
    Duration jitter,
    Duration chunkLatency,
    Optional<TokenUsage> usage,
    Optional<String> finishReason,
    Optional<String> model) {}
