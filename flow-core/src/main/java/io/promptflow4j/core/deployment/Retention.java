package io.promptflow4j.core.deployment;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// How long what went through an endpoint is kept: requests, feedback, scores, the log.
///
/// @param age what is older goes; kept whatever its age if empty
/// @param requests so many requests stay, the newest; all if empty
public record Retention(Optional<Duration> age, OptionalInt requests) {

  /// Everything is kept.
  public static final Retention ALL = new Retention(Optional.empty(), OptionalInt.empty());

  /// Whether anything goes at all.
  public boolean isLimited() {
    return age.isPresent() || requests.isPresent();
  }
}
