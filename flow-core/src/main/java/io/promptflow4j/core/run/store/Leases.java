package io.promptflow4j.core.run.store;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Renews the leases of all open writers of a store on one thread, which starts with the first.
final class Leases implements AutoCloseable {

  private static final int SIGNS_OF_LIFE = 3;

  private final Duration every;
  private final ScheduledExecutorService thread;

  Leases(Duration lease) {
    this.every = lease.dividedBy(SIGNS_OF_LIFE);
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("run-leases").daemon(true).factory());
  }

  /// Has `renewal` called three times within each lease until the result is canceled.
  Future<?> keep(Runnable renewal) {
    return thread.scheduleWithFixedDelay(
        renewal, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
