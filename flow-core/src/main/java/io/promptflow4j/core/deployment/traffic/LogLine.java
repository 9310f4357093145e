package io.promptflow4j.core.deployment.traffic;

import java.time.Instant;
import java.util.Optional;

/// A line of the log of an endpoint.
///
/// @param number counts lines, from 1; 0 before it is kept
/// @param deployment the deployment it is about
public record LogLine(
    long number, String endpoint, Optional<String> deployment, Instant when, String text) {

  /// One that is not kept yet.
  public static LogLine of(
      String endpoint, Optional<String> deployment, Instant when, String text) {
    return new LogLine(0, endpoint, deployment, when, text);
  }
}
