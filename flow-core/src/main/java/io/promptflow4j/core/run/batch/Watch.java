package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.journal.Stopping;
import io.promptflow4j.core.run.journal.Stopping.Reason;
import io.promptflow4j.core.run.progress.RunListener;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Looks after a run five times a second, on a thread of its own: tells how far it is, writes its
/// log, and stops it when its time is over or when somebody asks.
final class Watch implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(200);
  private static final int TICKS_PER_LOOK = 5;

  private final RunWriter writer;
  private final BatchSettings settings;
  private final Stopping stopping;
  private final Counters counters;
  private final RunLog log;
  private final RunListener listener;
  private final long start = System.nanoTime();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread;

  Watch(
      RunWriter writer,
      BatchSettings settings,
      Stopping stopping,
      Counters counters,
      RunLog log,
      RunListener listener) {
    this.writer = writer;
    this.settings = settings;
    this.stopping = stopping;
    this.counters = counters;
    this.log = log;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("run watch").start(this::watch);
  }

  private void watch() {
    try {
      for (int tick = 0; !over.await(TICK.toMillis(), TimeUnit.MILLISECONDS); tick++) {
        if (tick % TICKS_PER_LOOK == 0 && writer.cancelRequested()) {
          stopping.because(new Reason.Canceled());
        }
        settings
            .runLimit()
            .filter(limit -> System.nanoTime() - start > limit.toNanos())
            .ifPresent(limit -> stopping.because(new Reason.TimeOver(limit)));
        log.flush();
        listener.progress(counters.progress());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RunStoreException broken) {
      stopping.because(new Reason.Broken(broken));
    } catch (RuntimeException listening) {
      stopping.because(
          new Reason.Hopeless("whoever watches the run failed: " + listening.getMessage()));
    }
  }

  /// Ends it; the listener hears nothing any more.
  @Override
  public void close() {
    over.countDown();
    try {
      boolean _ = thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
