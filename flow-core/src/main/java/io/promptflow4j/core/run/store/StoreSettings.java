package io.promptflow4j.core.run.store;

import java.time.Duration;

/// How a store behaves in time.
///
/// @param lease how long a run stays with a process that gives no sign of life; it gives one three
///   times as often
/// @param patience how long to wait for a database that is locked or does not answer
public record StoreSettings(Duration lease, Duration patience) {

  public static final StoreSettings DEFAULT =
      new StoreSettings(Duration.ofSeconds(15), Duration.ofSeconds(20));

  public StoreSettings withLease(Duration other) {
    return new StoreSettings(other, patience);
  }

  public StoreSettings withPatience(Duration other) {
    return new StoreSettings(lease, other);
  }
}
