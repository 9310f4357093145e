package io.promptflow4j.core.run.journal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets calls begin until it is closed; then those under way may end, so that what is paid for is
/// kept, and whoever wants to begin another waits to be interrupted. Thread-safe.
public final class CallGate {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean closed;
  private int underWay;
  private int rows;

  /// Opens it.
  public CallGate() {}

  void enter() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (closed) {
        changed.await();
      }
      underWay++;
    } finally {
      lock.unlock();
    }
  }

  /// Waits to be interrupted, as everybody is who is left when the run has stopped.
  void turnAway() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /// As [#turnAway], inside a call that has entered: nobody waits for that one any more.
  void turnAwayInside() throws InterruptedException {
    leave();
    try {
      turnAway();
    } finally {
      lock.lock();
      try {
        underWay++;
      } finally {
        lock.unlock();
      }
    }
  }

  void rowBegan() {
    count(1);
  }

  /// A row has come to its end, or only waits.
  void rowLeft() {
    count(-1);
  }

  private void count(int more) {
    lock.lock();
    try {
      rows += more;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      underWay--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the rows that are under way and do not only wait, but not longer than `patience`.
  public void awaitRows(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (rows > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Closes it and waits for the calls that are under way, but not longer than `grace`.
  public void close(Duration grace) throws InterruptedException {
    long left = grace.toNanos();
    lock.lockInterruptibly();
    try {
      closed = true;
      while (underWay > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
