package io.promptflow4j.server.security;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// How many calls run at a time, how many may wait a moment for their turn, and whether there is
/// memory for one more. Thread-safe.
public final class Admission {

  private final int atOnce;
  private final int mostWaiting;
  private final Duration patience;
  private final HeapRoom room;
  private final Semaphore places;
  private final AtomicInteger waiting = new AtomicInteger();

  /// Whether a call may run.
  public enum Entry {
    ENTERED,
    BUSY,
    SHORT_OF_MEMORY
  }

  /// @param atOnce how many calls run at a time; twice as many may wait
  /// @param patience how long a call waits
  public Admission(int atOnce, Duration patience, HeapRoom room) {
    this.atOnce = atOnce;
    this.mostWaiting = 2 * atOnce;
    this.patience = patience;
    this.room = room;
    this.places = new Semaphore(atOnce);
  }

  /// Takes a place, at once or after a short wait. Whoever got one gives it back.
  ///
  /// @param bytes what the call is estimated to take
  public Entry enter(long bytes) {
    if (!room.reserve(bytes)) {
      return Entry.SHORT_OF_MEMORY;
    }
    if (place()) {
      return Entry.ENTERED;
    }
    room.release(bytes);
    return Entry.BUSY;
  }

  private boolean place() {
    if (places.tryAcquire()) {
      return true;
    }
    if (waiting.incrementAndGet() > mostWaiting) {
      waiting.decrementAndGet();
      return false;
    }
    try {
      return places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.decrementAndGet();
    }
  }

  /// Gives a place back.
  ///
  /// @param bytes as they were said on entering
  public void leave(long bytes) {
    room.release(bytes);
    places.release();
  }

  /// How many calls run now.
  public int running() {
    return atOnce - places.availablePermits();
  }

  /// How many calls wait now.
  public int waiting() {
    return waiting.get();
  }
}
