package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.execution.line.FlowExecutor;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.model.traffic.AdaptiveLimit;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.budget.Allowance;
import io.promptflow4j.core.run.journal.CallGate;
import io.promptflow4j.core.run.journal.Durable;
import io.promptflow4j.core.run.journal.Reuse;
import io.promptflow4j.core.run.journal.RunCalls;
import io.promptflow4j.core.run.journal.ScopeCalls;
import io.promptflow4j.core.run.journal.Stopping;
import io.promptflow4j.core.run.journal.Stopping.Reason;
import io.promptflow4j.core.run.progress.BatchEnd;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.run.row.RowRunner;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/// One process's pass over the rows of one run.
///
/// The thread that calls [#run] has a [RowWork] do the rows; a row counts when it is on disk. A
/// [Watch] looks after time, cancellation and progress. They talk through [Stopping] alone.
final class BatchPass {

  private final RunStore store;
  private final RunWriter writer;
  private final BatchSettings settings;
  private final FlowExecutor executor;
  private final Stopping stopping = new Stopping();
  private final Counters counters;
  private final RunCalls calls;
  private final RunLog log;
  private final RunListener listener;
  private final Optional<AdaptiveLimit> limit;
  private final RowWork work;
  private boolean interrupted;

  BatchPass(
      RunStore store,
      RunWriter writer,
      ScopeCalls scope,
      FlowGraph graph,
      FlowExecutor executor,
      BatchSettings settings,
      long rows,
      Optional<BatchRunner.Elsewhere> elsewhere,
      RunListener listener) {
    this.store = store;
    this.writer = writer;
    this.settings = settings;
    this.executor = executor;
    this.listener = listener;
    this.counters = new Counters(rows);
    var durable = new Durable(writer, stopping);
    this.log = new RunLog(durable, listener);
    var places = new RowCrew.Places(settings, log, counters);
    this.calls =
        new RunCalls(
            scope,
            writer.run().pinned().code(),
            durable,
            new CallGate(),
            places,
            new Allowance(settings.budget(), writer.run().progress()),
            counters,
            new Reuse(
                settings.cache(), store::answers, writer.run().name(), InstantSource.system()),
            stopping);
    if (elsewhere.isPresent()) {
      BatchRunner.Elsewhere place = elsewhere.get();
      this.limit = Optional.empty();
      this.work =
          new RemoteRows(
              store, writer, place.compute(), place.job(), place.here(), stopping, counters, log);
    } else {
      var crew = new RowCrew(calls, settings, log);
      var runner = new RowRunner(graph, executor, calls, settings.rowLimit());
      this.limit = Optional.of(places.limit());
      this.work = new LocalRows(calls, runner, counters, log, settings.onError(), crew);
    }
  }

  /// Hears how the services bear the calls, if they are made here.
  Optional<AdaptiveLimit> limit() {
    return limit;
  }

  BatchEnd run(BatchRows rows, List<String> notices, CompletableFuture<List<String>> remarks) {
    begin(notices);
    var told = remarks.thenAccept(all -> all.forEach(log::warnOnce));
    try (var _ = new Watch(writer, settings, stopping, counters, log, listener)) {
      work(rows);
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

  private void work(BatchRows rows) {
    try {
      DoneRows done = done();
      if (done.count() == rows.count()) { // then nobody need read the rows to see it
        counters.wereDone(done.count());
        return;
      }
      interrupted |= work.run(rows, done);
    } catch (RunStoreException broken) {
      stopping.because(new Reason.Broken(broken));
    }
  }

  private DoneRows done() {
    try (Stream<RowKey> ended = store.ended(writer.run().name(), RowResult.Status.COMPLETED)) {
      return DoneRows.of(ended);
    }
  }
}
