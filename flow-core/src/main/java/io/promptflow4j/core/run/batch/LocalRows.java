package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.RunPlan;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.journal.Occurrences;
import io.promptflow4j.core.run.journal.RunCalls;
import io.promptflow4j.core.run.journal.Stopping;
import io.promptflow4j.core.run.journal.Stopping.Reason;
import io.promptflow4j.core.run.row.BatchRow;
import io.promptflow4j.core.run.row.RowRunner;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// Runs the rows of a run in this process: the calling thread reads them and starts each.
final class LocalRows implements RowWork {

  private final RunCalls calls;
  private final RowRunner runner;
  private final Counters counters;
  private final RunLog log;
  private final RunPlan.OnError onError;
  private final RowCrew crew;
  private final Occurrences occurrences = new Occurrences();

  LocalRows(
      RunCalls calls,
      RowRunner runner,
      Counters counters,
      RunLog log,
      RunPlan.OnError onError,
      RowCrew crew) {
    this.calls = calls;
    this.runner = runner;
    this.counters = counters;
    this.log = log;
    this.onError = onError;
    this.crew = crew;
  }

  private Stopping stopping() {
    return calls.stopping();
  }

  @Override
  public boolean run(BatchRows rows, DoneRows done) {
    try (crew) {
      feed(rows, done);
      crew.awaitEmpty();
    }
    return crew.wasInterrupted();
  }

  private void feed(BatchRows rows, DoneRows done) {
    try (Stream<BatchRow> open = rows.open()) {
      Iterator<BatchRow> left = open.iterator();
      while (!stopping().isAsked() && left.hasNext()) {
        feed(left.next(), done);
      }
    } catch (RunStoreException broken) {
      stopping().because(new Reason.Broken(broken));
    } catch (RuntimeException unreadable) {
      if (Thread.interrupted()) { // which closes a file that is being read
        crew.noteInterrupt();
      }
      stopping()
          .because(
              crew.wasInterrupted()
                  ? new Reason.Canceled()
                  : new Reason.Hopeless("the rows can't be read: " + unreadable.getMessage()));
    }
  }

  private void feed(BatchRow row, DoneRows done) {
    int occurrence = occurrences.next(row.inputs());
    for (int i = 0; i < row.repeats(); i++) {
      var key = new RowKey(row.line(), row.repeat() + i);
      if (done.contains(key)) {
        counters.wasDone();
      } else if (crew.enter()) {
        crew.start(() -> run(row, key, occurrence));
      } else {
        return;
      }
    }
  }

  private void run(BatchRow row, RowKey key, int occurrence) {
    Optional<RowResult> ended = runner.run(row, key, occurrence, log::warnOnce);
    ended.ifPresent(result -> keep(result, calls, counters, log, onError));
  }

  /// Has the end of a row written; it counts when it is on disk.
  static void keep(
      RowResult row, RunCalls calls, Counters counters, RunLog log, RunPlan.OnError onError) {
    CompletableFuture<Void> _ =
        calls.durable().post(new RunEvent.RowEnded(row)).thenRun(() -> counters.ended(row));
    row.error()
        .ifPresent(error -> {
          log.failed("Line %d failed: %s".formatted(row.key().line(), error.message()));
          if (onError == RunPlan.OnError.FAIL) {
            calls.stopping().because(new Reason.RowFailed());
          }
        });
  }
}
