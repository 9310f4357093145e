package io.promptflow4j.core.model.traffic;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// So much a minute, in the order in which it was asked for. Thread-safe.
///
/// What is asked for is booked at once, on a line of time that runs ahead of the clock when much is
/// asked; whoever books has to wait until the clock comes near. A second's worth may be had at
/// once.
final class RateLimit {

  private static final double MINUTE = Duration.ofMinutes(1).toNanos();
  private static final double BURST = Duration.ofSeconds(1).toNanos();

  private final double nanosEach;
  private final ReentrantLock lock = new ReentrantLock();
  private double bookedUntil;

  RateLimit(int perMinute, long now) {
    this.nanosEach = MINUTE / perMinute;
    this.bookedUntil = now;
  }

  /// Books `amount` and tells how long to wait for it.
  Duration book(long amount, long now) {
    lock.lock();
    try {
      bookedUntil = Math.max(bookedUntil, (double) now);
      double wait = Math.max(0, bookedUntil - now - BURST);
      bookedUntil += amount * nanosEach;
      return Duration.ofNanos((long) wait);
    } finally {
      lock.unlock();
    }
  }

  /// Adds what was booked too little, or takes back, below zero, what was too much.
  void correct(long more) {
    lock.lock();
    try {
      bookedUntil += more * nanosEach;
    } finally {
      lock.unlock();
    }
  }
}
