package io.promptflow4j.core.model.traffic;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// How many calls of a connection may be under way. Thread-safe.
///
/// It begins with as many as its owner allows. When the service says that it has too much to do,
/// there may be half as many as there are, at most once a second, because complaints about the same
/// crowd come together; each answer lets the number grow, by one for as many answers as there may
/// be calls.
final class Concurrency {

  private static final long SETTLING = Duration.ofSeconds(1).toNanos();
  private static final double CUT = 0.5;

  private final double most;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private double limit;
  private int inside;
  private long lastCut;

  Concurrency(int most, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
    this.limit = most;
    this.lastCut = nanoTime.getAsLong() - SETTLING;
  }

  /// Lets one more call begin, if there is room within `patience`.
  boolean enter(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (inside >= (int) limit) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      inside++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inside--;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  void answered() {
    lock.lock();
    try {
      if (limit < most) {
        limit = Math.min(most, limit + 1 / limit);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// To be told while the call that was refused is still inside.
  void overloaded() {
    lock.lock();
    try {
      if (nanoTime.getAsLong() - lastCut >= SETTLING && limit > 1) {
        lastCut = nanoTime.getAsLong();
        limit = Math.max(1, Math.min(limit, inside) * CUT);
      }
    } finally {
      lock.unlock();
    }
  }

  int limit() {
    lock.lock();
    try {
      return (int) limit;
    } finally {
      lock.unlock();
    }
  }

  int inside() {
    lock.lock();
    try {
      return inside;
    } finally {
      lock.unlock();
    }
  }
}
