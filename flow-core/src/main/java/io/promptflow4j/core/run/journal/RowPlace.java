package io.promptflow4j.core.run.journal;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// A row under way, and the one place it has, which all calls share that it makes at the same time
/// or one inside the other. Thread-safe.
final class RowPlace {

  private static final Duration MOMENT = Duration.ofMillis(50);

  private final CallPlaces places;
  private final CallGate gate;
  private final ReentrantLock lock = new ReentrantLock();
  private int calling;
  private int away;

  RowPlace(CallPlaces places, CallGate gate) {
    this.places = places;
    this.gate = gate;
    gate.rowBegan();
  }

  /// Nobody need wait for the row: it has ended, waits to be interrupted or for another row.
  void away() {
    lock.lock();
    try {
      if (away++ == 0) {
        gate.rowLeft();
      }
    } finally {
      lock.unlock();
    }
  }

  /// It goes on.
  void back() {
    lock.lock();
    try {
      if (--away == 0) {
        gate.rowBegan();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the place, if no other call of the row has it. False, and without the place, if the
  /// gate was closed and no call shall begin.
  boolean enter() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (calling == 0 && !hasEntered()) {
        return false;
      }
      calling++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasEntered() throws InterruptedException {
    while (!gate.isClosed()) {
      if (places.enter(MOMENT)) {
        if (!gate.isClosed()) {
          return true;
        }
        places.leave();
      }
    }
    return false;
  }

  void leave() {
    lock.lock();
    try {
      calling--;
      if (calling == 0) {
        places.leave();
      }
    } finally {
      lock.unlock();
    }
  }
}
