package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.execution.line.FlowExecutor;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.model.ServiceLoad;
import io.promptflow4j.core.model.traffic.AdaptiveLimit;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.budget.Allowance;
import io.promptflow4j.core.run.journal.CallGate;
import io.promptflow4j.core.run.journal.CallPlaces;
import io.promptflow4j.core.run.journal.Durable;
import io.promptflow4j.core.run.journal.Occurrences;
import io.promptflow4j.core.run.journal.Reuse;
import io.promptflow4j.core.run.journal.RunCalls;
import io.promptflow4j.core.run.journal.ScopeCalls;
import io.promptflow4j.core.run.journal.Stopping;
import io.promptflow4j.core.run.journal.Stopping.Reason;
import io.promptflow4j.core.run.progress.BatchEnd;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.run.row.BatchRow;
import io.promptflow4j.core.run.row.RowRunner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// One process's pass over the rows of one run.
///
/// The thread that calls [#run] reads the rows and starts a virtual thread for each. As many as the
/// [AdaptiveLimit] lets in make calls at the same time; half as many more are being made ready or
/// written down meanwhile. A row counts when it is on disk. A [Watch] looks after time,
/// cancellation and progress. They talk through [Stopping] alone.
final class BatchPass {

  private static final Duration MOMENT = Duration.ofMillis(50);
  private static final Duration LAST_MOMENT = Duration.ofSeconds(15);
  private static final int MOST_AHEAD = 128;

  private final RunStore store;
  private final RunWriter writer;
  private final BatchSettings settings;
  private final FlowExecutor executor;
  private final Stopping stopping = new Stopping();
  private final Occurrences occurrences = new Occurrences();
  private final Counters counters;
  private final RunCalls calls;
  private final RowRunner rowRunner;
  private final RunLog log;
  private final RunListener listener;
  private final AdaptiveLimit limit;
  private final AdaptiveLimit begun;
  private boolean interrupted;

  BatchPass(
      RunStore store,
      RunWriter writer,
      ScopeCalls scope,
      FlowGraph graph,
      FlowExecutor executor,
      BatchSettings settings,
      long rows,
      RunListener listener) {
    this.store = store;
    this.writer = writer;
    this.settings = settings;
    this.executor = executor;
    this.listener = listener;
    this.counters = new Counters(rows);
    var durable = new Durable(writer, stopping);
    this.log = new RunLog(durable, listener);
    int most = settings.concurrency();
    this.limit = new AdaptiveLimit(most, System::nanoTime, log::limited);
    int ahead = Math.min(most / 2, MOST_AHEAD);
    this.begun = new AdaptiveLimit(most + ahead, System::nanoTime, _ -> {});
    this.calls =
        new RunCalls(
            scope,
            writer.run().pinned().code(),
            durable,
            new CallGate(),
            new Places(limit, counters),
            new Allowance(settings.budget(), writer.run().progress()),
            counters,
            new Reuse(
                settings.cache(), store::answers, writer.run().name(), InstantSource.system()),
            stopping);
    this.rowRunner = new RowRunner(graph, executor, calls, settings.rowLimit());
  }

  /// The places that a limit gives, counted.
  private record Places(AdaptiveLimit limit, Counters counters) implements CallPlaces {
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

  /// Hears how the services bear the calls.
  ServiceLoad.Listener limit() {
    return limit;
  }

  BatchEnd run(BatchRows rows, List<String> notices, CompletableFuture<List<String>> remarks) {
    begin(notices);
    var told = remarks.thenAccept(all -> all.forEach(log::warnOnce));
    try (var _ = new Watch(writer, settings, stopping, counters, log, listener)) {
      ExecutorService threads =
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("row ", 0).factory());
      try {
        feed(rows, threads);
        patiently(begun::awaitEmpty, stopping::isUrgent);
      } finally {
        stopRows(threads);
        drain();
      }
    }
    await(told);
    BatchEnd end = new Ending(store, writer, executor, calls, counters, log, settings).end();
    listener.progress(end.progress());
    trim();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return end;
  }

  /// What is kept for others stays within its limit; the run is over, whatever comes of this.
  private void trim() {
    if (settings.cache().isShared()) {
      try {
        long _ = store.answers().trim(settings.cache().most());
      } catch (RunStoreException busy) {
        log.warnOnce("The cache was not trimmed: " + busy.getMessage());
      }
    }
  }

  private static void await(CompletableFuture<Void> told) {
    try {
      told.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException known ? known : failed;
    }
  }

  private void begin(List<String> notices) {
    long all = counters.progress().rows();
    writer.counted(all);
    log.info(
        "Run '%s' begins: %d rows, %d at a time."
            .formatted(writer.run().name(), all, settings.concurrency()));
    if (writer.inDoubt() > 0) {
      log.info(
          "%d calls were under way when the run was stopped; they may have been paid, and are made"
                  .formatted(writer.inDoubt())
              + " again.");
    }
    notices.forEach(log::warnOnce);
    log.flush();
  }

  private void feed(BatchRows rows, ExecutorService threads) {
    try {
      DoneRows done = done();
      if (done.count() == rows.count()) { // then nobody need read the rows to see it
        counters.wereDone(done.count());
        return;
      }
      try (Stream<BatchRow> open = rows.open()) {
        Iterator<BatchRow> left = open.iterator();
        while (!stopping.isAsked() && left.hasNext()) {
          feed(left.next(), done, threads);
        }
      }
    } catch (RunStoreException broken) {
      stopping.because(new Reason.Broken(broken));
    } catch (RuntimeException unreadable) {
      interrupted |= Thread.interrupted(); // which closes a file that is being read
      stopping.because(
          interrupted
              ? new Reason.Canceled()
              : new Reason.Hopeless("the rows can't be read: " + unreadable.getMessage()));
    }
  }

  private DoneRows done() {
    try (Stream<RowKey> ended = store.ended(writer.run().name(), RowResult.Status.COMPLETED)) {
      return DoneRows.of(ended);
    }
  }

  private void feed(BatchRow row, DoneRows done, ExecutorService threads) {
    int occurrence = occurrences.next(row.inputs());
    for (int i = 0; i < row.repeats(); i++) {
      var key = new RowKey(row.line(), row.repeat() + i);
      if (done.contains(key)) {
        counters.wasDone();
      } else if (enter()) {
        threads.execute(() -> run(row, key, occurrence));
      } else {
        return;
      }
    }
  }

  /// A place for one more row; false if no more rows shall begin.
  private boolean enter() {
    if (!patiently(begun::enter, stopping::isAsked)) {
      return false;
    }
    if (stopping.isAsked()) { // the row that gave its place back was the reason
      begun.leave();
      return false;
    }
    return true;
  }

  /// Something to wait for, a moment at a time.
  private interface Waiting {
    boolean isOver(Duration moment) throws InterruptedException;
  }

  /// Waits; false if there is a reason not to wait any more.
  private boolean patiently(Waiting waiting, BooleanSupplier givesUp) {
    while (!givesUp.getAsBoolean()) {
      try {
        if (waiting.isOver(MOMENT)) {
          return true;
        }
      } catch (InterruptedException _) {
        interrupted = true;
        stopping.because(new Reason.Canceled());
      }
    }
    return false;
  }

  private void run(BatchRow row, RowKey key, int occurrence) {
    try {
      Optional<RowResult> ended = rowRunner.run(row, key, occurrence, log::warnOnce);
      ended.ifPresent(this::keep);
    } catch (RuntimeException | Error problem) { // a row that dies unheard would be forgotten
      stopping.because(new Reason.Broken(problem));
    } finally {
      begun.leave();
    }
  }

  private void keep(RowResult row) {
    CompletableFuture<Void> _ =
        calls.durable().post(new RunEvent.RowEnded(row)).thenRun(() -> counters.ended(row));
    row.error()
        .ifPresent(error -> {
          log.failed("Line %d failed: %s".formatted(row.key().line(), error.message()));
          if (settings.onError() == RunPlan.OnError.FAIL) {
            stopping.because(new Reason.RowFailed());
          }
        });
  }

  private void drain() {
    try {
      calls.durable().drain();
    } catch (RuntimeException broken) {
      stopping.because(new Reason.Broken(broken));
    }
  }

  private boolean isOverBudget() {
    return stopping.reason().filter(Reason.OverBudget.class::isInstance).isPresent();
  }

  /// Lets calls that are under way end within the grace, and interrupts what still runs then.
  private void stopRows(ExecutorService threads) {
    try {
      if (isOverBudget()) { // nobody is in a hurry then, and what rows have had is paid
        calls.gate().awaitRows(settings.rowLimit());
      }
      if (stopping.isUrgent() && !stopping.isBroken()) {
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
