package io.promptflow4j.server.security;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// How many calls run at a time, and how many may wait a moment for their turn. Thread-safe.
public final class Admission {

  private final int atOnce;
  private final int mostWaiting;
  private final Duration patience;
  private final Semaphore places;
  private final AtomicInteger waiting = new AtomicInteger();

  /// @param atOnce how many calls run at a time; twice as many may wait
  /// @param patience how long a call waits
  public Admission(int atOnce, Duration patience) {
    this.atOnce = atOnce;
    this.mostWaiting = 2 * atOnce;
    this.patience = patience;
    this.places = new Semaphore(atOnce);
  }

  /// Takes a place, at once or after a short wait; whether there was one. Whoever got one gives it
  /// back.
  public boolean enter() {
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
  public void leave() {
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
