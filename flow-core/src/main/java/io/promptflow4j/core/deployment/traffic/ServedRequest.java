package io.promptflow4j.core.deployment.traffic;

import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A request that a deployment answered, as far as it is kept.
///
/// @param id the request's own id; callers may repeat it
/// @param role why it was answered
/// @param version the flow that answered
/// @param code why it failed; empty if it did not
/// @param inputs without what is redacted; nothing if inputs are not kept
/// @param outputs those that callers see, without what is redacted
/// @param trace the W3C trace that the caller named
public record ServedRequest(
    String id,
    String endpoint,
    String deployment,
    Role role,
    Digest version,
    Instant begun,
    Duration took,
    Optional<String> code,
    long tokens,
    Value.Mapping inputs,
    Value.Mapping outputs,
    Optional<String> trace) {

  /// Why a deployment was asked.
  public enum Role {
    /// The caller got the answer.
    ANSWER,
    /// A mirror; nobody got the answer.
    SHADOW;

    /// As it is written.
    public String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
