package io.promptflow4j.core.deployment;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What somebody did to an endpoint.
///
/// @param number counts the changes of all endpoints, from 1
/// @param note more about it: the deployment that was changed, why the canary ended
/// @param before the endpoint before; empty if it was created
/// @param after the endpoint after; empty if it was deleted
public record EndpointChange(
    long number,
    String endpoint,
    Instant when,
    String who,
    What what,
    String note,
    Optional<Endpoint> before,
    Optional<Endpoint> after) {

  /// Kinds of changes.
  public enum What {
    CREATED,
    UPDATED,
    TRAFFIC,
    ROLLED_BACK,
    DEPLOYED,
    UNDEPLOYED,
    CANARY_BEGUN,
    CANARY_ENDED,
    DELETED;

    /// As it is written.
    public String written() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
