package io.promptflow4j.core.model.traffic;

import io.promptflow4j.core.model.ServiceLoad;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/// How many may be inside at a time: calls of a connection, or rows of a run. Thread-safe.
///
/// It begins with the most there may be. When a service says that it has too much to do, there may
/// be half as many as there are, at most once a second, because complaints about the same crowd
/// come together; each answer lets the number grow, by one for as many answers as there may be
/// inside.
public final class AdaptiveLimit implements ServiceLoad.Listener {

  private static final long SETTLING = Duration.ofSeconds(1).toNanos();
  private static final double CUT = 0.5;

  private final int most;
  private final LongSupplier nanoTime;
  private final IntConsumer cuts;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final Condition empty = lock.newCondition();
  private double limit;
  private int inside;
  private long lastCut;

  /// @param most the largest number, which is the first
  /// @param nanoTime a clock such as [System#nanoTime]
  /// @param cuts hears the new number when it was made smaller
  public AdaptiveLimit(int most, LongSupplier nanoTime, IntConsumer cuts) {
    this.most = most;
    this.nanoTime = nanoTime;
    this.cuts = cuts;
    this.limit = most;
    this.lastCut = nanoTime.getAsLong() - SETTLING;
  }

  /// Lets one more in, if there is room within `patience`.
  public boolean enter(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (inside >= (int) limit) {
        if (left <= 0) {
          return false;
        }
        left = room.awaitNanos(left);
      }
      inside++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  public void leave() {
    lock.lock();
    try {
      inside--;
      room.signal();
      if (inside == 0) {
        empty.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Whether all have left within `patience`.
  public boolean awaitEmpty(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (inside > 0) {
        if (left <= 0) {
          return false;
        }
        left = empty.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void answered() {
    lock.lock();
    try {
      if (limit < most) {
        limit = Math.min(most, limit + 1 / limit);
        room.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// To be told while what was refused is still inside.
  @Override
  public void overloaded() {
    int now;
    lock.lock();
    try {
      if (nanoTime.getAsLong() - lastCut < SETTLING || limit <= 1) {
        return;
      }
      lastCut = nanoTime.getAsLong();
      limit = Math.max(1, Math.min(limit, inside) * CUT);
      now = (int) limit;
    } finally {
      lock.unlock();
    }
    cuts.accept(now);
  }
}
