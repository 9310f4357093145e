package io.promptflow4j.core.run.access;

import io.promptflow4j.core.source.Digest;
import java.time.Instant;
import java.util.Optional;

/// A key as it is kept: without the key.
///
/// @param id its public name
/// @param digest of the key
/// @param createdBy who made it
/// @param revoked since when it opens nothing more
/// @param lastUsed when a server last let somebody in with it, give or take a minute
public record AccessKey(
    String id,
    Digest digest,
    Grant grant,
    String createdBy,
    Instant created,
    Optional<Instant> revoked,
    Optional<Instant> lastUsed) {

  /// What a key is worth at some time.
  public enum State {
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  /// What it is worth now.
  public State state(Instant now) {
    if (revoked.filter(since -> !since.isAfter(now)).isPresent()) {
      return State.REVOKED;
    }
    return grant.expires().filter(end -> !end.isAfter(now)).isPresent()
        ? State.EXPIRED
        : State.ACTIVE;
  }
}
