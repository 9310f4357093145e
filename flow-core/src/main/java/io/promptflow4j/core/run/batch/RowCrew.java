package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.model.traffic.AdaptiveLimit;
import io.promptflow4j.core.run.journal.CallPlaces;
import io.promptflow4j.core.run.journal.RunCalls;
import io.promptflow4j.core.run.journal.Stopping;
import io.promptflow4j.core.run.journal.Stopping.Reason;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The rows that are under way in this process, a virtual thread for each. As many as the
/// [AdaptiveLimit] of their [Places] lets in make calls at the same time; half as many more are
/// being made ready or written down meanwhile. Thread-safe.
final class RowCrew implements AutoCloseable {

  private static final Duration MOMENT = Duration.ofMillis(50);
  private static final Duration LAST_MOMENT = Duration.ofSeconds(15);
  private static final int MOST_AHEAD = 128;

  private final RunCalls calls;
  private final BatchSettings settings;
  private final RunLog log;
  private final AdaptiveLimit begun;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("row ", 0).factory());
  private volatile boolean interrupted;

  RowCrew(RunCalls calls, BatchSettings settings, RunLog log) {
    this.calls = calls;
    this.settings = settings;
    this.log = log;
    int ahead = Math.min(settings.concurrency() / 2, MOST_AHEAD);
    this.begun = new AdaptiveLimit(settings.concurrency() + ahead, System::nanoTime, _ -> {});
  }

  /// The places that a limit gives, counted.
  ///
  /// @param limit hears how the services bear the calls
  record Places(AdaptiveLimit limit, Counters counters) implements CallPlaces {
    Places(BatchSettings settings, RunLog log, Counters counters) {
      this(new AdaptiveLimit(settings.concurrency(), System::nanoTime, log::limited), counters);
    }

    @Override
    public boolean enter(Duration patience) throws InterruptedException {
      boolean entered = limit.enter(patience);
      if (entered) {
        counters.began();
      }
      return entered;
    }

    @Override
    public void leave() {
      counters.left();
      limit.leave();
    }
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
    if (!patiently(begun::enter, stopping()::isAsked)) {
      return false;
    }
    if (stopping().isAsked()) { // the row that gave its place back was the reason
      begun.leave();
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
        begun.leave();
      }
    });
  }

  /// Waits until no row runs any more, unless those that do are to be stopped.
  void awaitEmpty() {
    patiently(begun::awaitEmpty, stopping()::isUrgent);
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

  private boolean isOverBudget() {
    return stopping().reason().filter(Reason.OverBudget.class::isInstance).isPresent();
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
      if (isOverBudget()) { // nobody is in a hurry then, and what rows have had is paid
        calls.gate().awaitRows(settings.rowLimit());
      }
      if (stopping().isUrgent() && !stopping().isBroken()) {
        calls.gate().close(settings.grace());
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
