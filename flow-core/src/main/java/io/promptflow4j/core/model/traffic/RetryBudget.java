package io.promptflow4j.core.model.traffic;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// How many tries beside the first a connection's calls may have together, so that a service in
/// trouble is not asked several times as much. Thread-safe.
///
/// Each call earns a fifth of a try, and each second two; there are twenty to begin with and never
/// more than a hundred. Tries that are not earned yet may be taken in advance, a minute's worth at
/// most: they have to wait for it.
final class RetryBudget {

  private static final double PER_CALL = 0.2;
  private static final double PER_SECOND = 2;
  private static final double FIRST = 20;
  private static final double MOST = 100;
  private static final double LEAST = -60 * PER_SECOND;
  private static final double NANOS = 1e9;

  private final ReentrantLock lock = new ReentrantLock();
  private double tries = FIRST;
  private long asOf;

  RetryBudget(long now) {
    this.asOf = now;
  }

  void called(long now) {
    lock.lock();
    try {
      earn(now, PER_CALL);
    } finally {
      lock.unlock();
    }
  }

  /// Takes a try and tells how long to wait for it; empty if there is none to be had.
  Optional<Duration> take(long now) {
    lock.lock();
    try {
      earn(now, 0);
      if (tries - 1 < LEAST) {
        return Optional.empty();
      }
      tries--;
      return Optional.of(Duration.ofNanos((long) (Math.max(0, -tries) / PER_SECOND * NANOS)));
    } finally {
      lock.unlock();
    }
  }

  /// Takes a try if one is there now.
  boolean takeNow(long now) {
    lock.lock();
    try {
      earn(now, 0);
      if (tries < 1) {
        return false;
      }
      tries--;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void earn(long now, double more) {
    double passed = Math.max(0, now - asOf) / NANOS * PER_SECOND;
    tries = Math.min(MOST, tries + passed + more);
    asOf = now;
  }
}
