package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.model.cost.CostValue;
import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.compute.SliceReport;
import io.promptflow4j.core.run.compute.SliceReport.FailedRow;
import io.promptflow4j.core.run.journal.CallCounts;
import io.promptflow4j.core.run.progress.BatchProgress;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/// What is counted while a run is under way. Thread-safe.
final class Counters implements CallCounts {

  private final long rows;
  private final long start = System.nanoTime();
  private final LongAdder before = new LongAdder();
  private final LongAdder completed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder inFlight = new LongAdder();
  private final LongAdder calls = new LongAdder();
  private final LongAdder recalled = new LongAdder();
  private final AtomicReference<Optional<FailedRow>> firstFailed =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Bill> bill = new AtomicReference<>(Bill.EMPTY);
  private final AtomicReference<Savings> saved = new AtomicReference<>(Savings.NONE);
  private final Map<String, TokenUsage> usage = new ConcurrentHashMap<>();

  /// @param rows how many there are in all, repeats included
  Counters(long rows) {
    this.rows = rows;
  }

  void wasDone() {
    wereDone(1);
  }

  void wereDone(long some) {
    before.add(some);
  }

  void began() {
    inFlight.increment();
  }

  void left() {
    inFlight.decrement();
  }

  void ended(RowResult row) {
    switch (row.status()) {
      case COMPLETED -> completed.increment();
      case FAILED -> hasFailed(row);
    }
  }

  private void hasFailed(RowResult row) {
    failed.increment();
    hasFailed(
        new FailedRow(
            row.key().line(),
            row.key().repeat(),
            row.error().map(RowResult.RowError::message).orElse("")));
  }

  private void hasFailed(FailedRow row) {
    firstFailed.updateAndGet(known ->
        known.filter(earlier -> key(earlier).compareTo(key(row)) <= 0).or(() -> Optional.of(row)));
  }

  private static RowKey key(FailedRow row) {
    return new RowKey(row.line(), row.repeat());
  }

  /// A row was run before by the same right.
  void wasSettled(RowResult row) {
    switch (row.status()) {
      case COMPLETED -> wasDone();
      case FAILED -> hasFailed(row);
    }
  }

  /// Adds what became of a slice.
  void add(SliceReport report) {
    before.add(report.before());
    completed.add(report.completed());
    failed.add(report.failed());
    calls.add(report.calls());
    recalled.add(report.recalled());
    report.usage().forEach((model, used) -> usage.merge(model, used, TokenUsage::plus));
    bill.updateAndGet(report.bill()::plus);
    saved.updateAndGet(report.saved()::plus);
    report.firstFailed().ifPresent(this::hasFailed);
  }

  /// What became of a slice whose rows were counted here.
  SliceReport report(Optional<SliceReport.Stop> stop) {
    return new SliceReport(
        before.sum(),
        completed.sum(),
        failed.sum(),
        calls.sum(),
        recalled.sum(),
        usage,
        bill.get(),
        saved.get(),
        firstFailed.get(),
        stop);
  }

  /// The failed row that comes first in the data.
  Optional<FailedRow> firstFailed() {
    return firstFailed.get();
  }

  @Override
  public void called(RecordedCall call) {
    calls.increment();
    String model = call.facts().get("model") instanceof Value.Text(var name) ? name : "";
    usage.merge(model, call.usage(), TokenUsage::plus);
    Bill one = Bill.of(CostValue.read(call.facts().get("cost")));
    bill.updateAndGet(one::plus);
  }

  @Override
  public void recalled(Savings more) {
    recalled.increment();
    if (more.calls() > 0) {
      saved.updateAndGet(more::plus);
    }
  }

  long failed() {
    return failed.sum();
  }

  /// Rows with outputs, those of earlier processes included.
  long completed() {
    return before.sum() + completed.sum();
  }

  BatchProgress progress() {
    return new BatchProgress(
        rows,
        completed(),
        failed.sum(),
        before.sum(),
        inFlight.intValue(),
        calls.sum(),
        recalled.sum(),
        new TreeMap<>(usage),
        bill.get(),
        Duration.ofNanos(System.nanoTime() - start),
        saved.get());
  }
}
