package io.promptflow4j.core.deployment.traffic;

import java.time.Instant;

/// The scores of two answers, one of each side of a canary. Higher is better.
///
/// @param number counts pairs, from 1; 0 before it is kept
/// @param begun when the canary began, by which it is known among those of its endpoint
/// @param baselineRequest the request that the baseline answered
/// @param candidateRequest the request that the candidate answered
public record CanaryPair(
    long number,
    String endpoint,
    Instant begun,
    String baselineRequest,
    double baseline,
    String candidateRequest,
    double candidate) {

  /// By how much the candidate is better.
  public double difference() {
    return candidate - baseline;
  }
}
