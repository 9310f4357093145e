package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.model.traffic.AdaptiveLimit;
import io.promptflow4j.core.run.journal.RunCalls;
import io.promptflow4j.core.run.journal.Stopping;
import io.promptflow4j.core.run.journal.Stopping.Reason;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The rows that are under way in this process: a virtual thread for each, as many as the
/// [AdaptiveLimit] lets in. Thread-safe.
final class RowCrew implements AutoCloseable {

  private static final Duration MOMENT = Duration.ofMillis(50);
  private static final Duration LAST_MOMENT = Duration.ofSeconds(15);

  private final RunCalls calls;
  private final BatchSettings settings;
  private final RunLog log;
  private final AdaptiveLimit limit;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("row ", 0).factory());
  private volatile boolean interrupted;

  RowCrew(RunCalls calls, BatchSettings settings, RunLog log) {
    this.calls = calls;
    this.settings = settings;
    this.log = log;
    this.limit = new AdaptiveLimit(settings.concurrency(), System::nanoTime, log::limited);
  }

  /// Hears how the services bear the calls.
  AdaptiveLimit limit() {
    return limit;
  }

  /// Whether a thread that worked with it was interrupted.
  boolean wasInterrupted() {
    return interrupted;
  }

  void noteInterrupt() {
    interrupted = true;
  }

  private Stopping stopping() {
    return calls.stopping();
  }

  /// A place for one more row; false if no more rows shall begin.
  boolean enter() {
    if (!patiently(limit::enter, stopping()::isAsked)) {
      return false;
    }
    if (stopping().isAsked()) { // the row that gave its place back was the reason
      limit.leave();
      return false;
    }
    return true;
  }

  /// Runs a row that has entered.
  void start(Runnable row) {
    threads.execute(() -> {
      try {
        row.run();
      } catch (RuntimeException | Error problem) { // a row that dies unheard would be forgotten
        stopping().because(new Reason.Broken(problem));
      } finally {
        limit.leave();
      }
    });
  }

  /// Waits until no row runs any more, unless those that do are to be stopped.
  void awaitEmpty() {
    patiently(limit::awaitEmpty, stopping()::isUrgent);
  }

  /// Something to wait for, a moment at a time.
  interface Waiting {
    boolean isOver(Duration moment) throws InterruptedException;
  }

  /// Waits; false if there is a reason not to wait any more.
  boolean patiently(Waiting waiting, BooleanSupplier givesUp) {
    while (!givesUp.getAsBoolean()) {
      try {
        if (waiting.isOver(MOMENT)) {
          return true;
        }
      } catch (InterruptedException _) {
        interrupted = true;
        stopping().because(new Reason.Canceled());
      }
    }
    return false;
  }

  /// Nobody is in a hurry to end a run whose budget is used up, and calls under way are paid.
  private Duration patience() {
    return stopping().reason().filter(Reason.OverBudget.class::isInstance).isPresent()
        ? settings.rowLimit()
        : settings.grace();
  }

  /// Lets calls that are under way end within the grace, interrupts what still runs then, and
  /// returns when everything that happened is on disk.
  @Override
  public void close() {
    stopRows();
    try {
      calls.durable().drain();
    } catch (RuntimeException broken) {
      stopping().because(new Reason.Broken(broken));
    }
  }

  private void stopRows() {
    try {
      if (stopping().isUrgent() && !stopping().isBroken()) {
        calls.gate().close(patience());
      }
    } catch (InterruptedException _) {
      interrupted = true;
    }
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(LAST_MOMENT.toSeconds(), TimeUnit.SECONDS)) {
        log.warnOnce("Some tools do not end although they were told to; they are left behind.");
      }
    } catch (InterruptedException _) {
      interrupted = true;
    }
  }
}
