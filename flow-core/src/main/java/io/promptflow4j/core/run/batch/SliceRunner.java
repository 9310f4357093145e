package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.execution.line.FlowExecutor;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.model.ServiceLoad;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.budget.Allowance;
import io.promptflow4j.core.run.compute.RowSlice;
import io.promptflow4j.core.run.compute.SliceReport;
import io.promptflow4j.core.run.compute.SliceReport.Stop;
import io.promptflow4j.core.run.journal.CallGate;
import io.promptflow4j.core.run.journal.CallSharing;
import io.promptflow4j.core.run.journal.Durable;
import io.promptflow4j.core.run.journal.Reuse;
import io.promptflow4j.core.run.journal.RunCalls;
import io.promptflow4j.core.run.journal.ScopeCalls;
import io.promptflow4j.core.run.journal.Stopping;
import io.promptflow4j.core.run.journal.Stopping.Reason;
import io.promptflow4j.core.run.progress.RunListener;
import io.promptflow4j.core.run.row.BatchRow;
import io.promptflow4j.core.run.row.RowRunner;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Runs slices of a run for its owner, with the same code for a row that the owner itself would
/// use. Thread-safe: slices run side by side and share the limit of rows.
public final class SliceRunner implements AutoCloseable {

  private final RunStore store;
  private final RunWriter.Share share;
  private final BatchSettings settings;
  private final CallSharing sharing;
  private final ScopeCalls scope;
  private final RunCalls calls;
  private final RowRunner runner;
  private final RowCrew crew;
  private final RunLog log;
  private final Watch watch;
  private final ServiceLoad.Listening listening;

  /// @param writer a member's
  /// @param load tells how the services bear the calls of `executor`
  public SliceRunner(
      RunStore store,
      RunWriter.Share share,
      RunWriter writer,
      FlowGraph graph,
      FlowExecutor executor,
      ServiceLoad load,
      BatchSettings settings) {
    this.store = store;
    this.share = share;
    this.settings = settings;
    this.sharing = new CallSharing(store);
    this.scope = sharing.join(writer.run().plan().scope());
    var stopping = new Stopping();
    var durable = new Durable(writer, stopping);
    var counters = new Counters(0);
    this.log = new RunLog(durable, RunListener.SILENT);
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
    this.runner = new RowRunner(graph, executor, calls, settings.rowLimit());
    this.crew = new RowCrew(calls, settings, log);
    this.listening = load.listen(places.limit());
    this.watch = new Watch(writer, settings, stopping, counters, log, RunListener.SILENT);
  }

  /// Whether it can run no more slices, because what happens can't be kept.
  public boolean isBroken() {
    return calls.stopping().isBroken();
  }

  /// Runs the rows of a slice that are not settled, and returns when what happened is on disk.
  ///
  /// @throws RunStoreException if it can't be kept; then somebody else has to run the slice again
  /// @throws InterruptedException if the calling thread is interrupted; its rows go on
  public SliceReport run(RowSlice slice) throws InterruptedException {
    var counters = new Counters(slice.rows().size());
    RunCalls own = calls.counting(counters);
    RowRunner rows = runner.with(own);
    Map<RowKey, RowResult> settled = settled(slice);
    var underWay = new CountDownLatch(slice.rows().size());
    for (RowSlice.Row row : slice.rows()) {
      RowResult known = settled.get(new RowKey(row.line(), row.repeat()));
      if (known != null) {
        counters.wasSettled(known);
        underWay.countDown();
      } else if (crew.enter()) {
        crew.start(() -> run(row, rows, own, counters, underWay));
      } else {
        underWay.countDown();
      }
    }
    await(underWay);
    calls.durable().drain();
    return counters.report(stop());
  }

  /// Rows end in their time; when there is hurry, closing this interrupts them.
  private void await(CountDownLatch underWay) throws InterruptedException {
    while (!underWay.await(50, TimeUnit.MILLISECONDS)) {
      if (calls.stopping().isBroken()) {
        return;
      }
      if (calls.stopping().isUrgent()) {
        crew.close();
      }
    }
  }

  private Map<RowKey, RowResult> settled(RowSlice slice) {
    var settled = new HashMap<RowKey, RowResult>();
    List<RowSlice.Row> rows = slice.rows();
    if (!rows.isEmpty()) {
      store
          .settled(share, rows.getFirst().line(), rows.getLast().line())
          .forEach(row -> settled.put(row.key(), row));
    }
    return settled;
  }

  private void run(
      RowSlice.Row row, RowRunner rows, RunCalls own, Counters counters, CountDownLatch underWay) {
    try {
      var batchRow = new BatchRow(row.line(), row.repeat(), 1, row.inputs(), row.data());
      var key = new RowKey(row.line(), row.repeat());
      rows.run(batchRow, key, row.occurrence(), log::warnOnce)
          .ifPresent(result -> LocalRows.keep(result, own, counters, log, settings.onError()));
    } finally {
      underWay.countDown();
    }
  }

  private Optional<Stop> stop() {
    return calls.stopping().reason().map(SliceRunner::stop);
  }

  private static Stop stop(Reason reason) {
    return switch (reason) {
      case Reason.Canceled _, Reason.TimeOver _ -> new Stop.Asked();
      case Reason.RowFailed _ -> new Stop.RowFailed();
      case Reason.Hopeless(String why) -> new Stop.Hopeless(why);
      case Reason.OverBudget(String why, String remedy) -> new Stop.OverBudget(why, remedy);
      case Reason.Broken(RunStoreException problem) -> throw problem;
      case Reason.Broken(Error problem) -> throw problem;
      case Reason.Broken(Throwable problem) ->
          throw new IllegalStateException("the rows can't go on", problem);
    };
  }

  /// Ends what still runs; calls under way may end within the grace.
  @Override
  public void close() {
    listening.close();
    calls.stopping().because(new Reason.Canceled());
    crew.close();
    watch.close();
    sharing.leave(scope);
  }
}
