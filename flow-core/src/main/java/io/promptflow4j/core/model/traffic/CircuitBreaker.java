package io.promptflow4j.core.model.traffic;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// Leaves a service alone that fails most calls, and asks it with one call at a time whether it is
/// back. Thread-safe.
///
/// It opens when ten of the last twenty calls have failed, for five seconds, and for ten each time
/// the call that asks fails too.
final class CircuitBreaker {

  private static final int WINDOW = 20;
  private static final int TOO_MANY = 10;
  private static final Duration FIRST_REST = Duration.ofSeconds(5);
  private static final Duration NEXT_REST = Duration.ofSeconds(10);

  /// How soon to look again while another call asks.
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final ReentrantLock lock = new ReentrantLock();
  private int outcomes;
  private boolean open;
  private long restUntil;
  private boolean asking;

  /// How long to wait before a call may be made; none if it may be made now. While the service is
  /// believed to be down, the call that may be made is the one that asks.
  Duration pass(long now) {
    lock.lock();
    try {
      if (!open) {
        return Duration.ZERO;
      }
      if (restUntil - now > 0) {
        return Duration.ofNanos(restUntil - now);
      }
      if (asking) {
        return LOOK_AGAIN;
      }
      asking = true;
      return Duration.ZERO;
    } finally {
      lock.unlock();
    }
  }

  boolean isOpen() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  /// The service is there.
  void succeeded() {
    lock.lock();
    try {
      if (open) {
        open = false;
        asking = false;
        outcomes = 0;
      }
      note(0);
    } finally {
      lock.unlock();
    }
  }

  /// It is not.
  void failed(long now) {
    lock.lock();
    try {
      if (asking) {
        asking = false;
        restUntil = now + NEXT_REST.toNanos();
      }
      note(1);
      if (!open && Integer.bitCount(outcomes) >= TOO_MANY) {
        open = true;
        restUntil = now + FIRST_REST.toNanos();
      }
    } finally {
      lock.unlock();
    }
  }

  /// A call ended without telling anything.
  void abandoned() {
    lock.lock();
    try {
      asking = false;
    } finally {
      lock.unlock();
    }
  }

  private void note(int failure) {
    outcomes = (outcomes << 1 | failure) & (1 << WINDOW) - 1;
  }
}
