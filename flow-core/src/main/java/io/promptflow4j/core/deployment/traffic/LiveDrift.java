package io.promptflow4j.core.deployment.traffic;

import io.promptflow4j.core.source.Digest;
import java.time.Instant;

/// How far an input or output of live answers is from the data that a version was approved on.
///
/// @param field `inputs.NAME` or `outputs.NAME`
/// @param answers how many were looked at, the newest
/// @param distance the population stability index: 0 for the same distribution
/// @param noise what that index passes once in twenty times by chance alone
public record LiveDrift(
    String endpoint,
    String deployment,
    String field,
    Digest version,
    Instant when,
    long answers,
    double distance,
    double noise) {

  /// From which index on people usually call a shift large.
  public static final double LARGE = 0.2;

  /// Whether it is large, and more than chance.
  public boolean isDrifted() {
    return distance > LARGE && distance > noise;
  }
}
