package io.promptflow4j.core.run.batch;

import io.promptflow4j.core.run.RowKey;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.run.compute.Compute;
import io.promptflow4j.core.run.compute.ComputeException;
import io.promptflow4j.core.run.compute.ComputeJob;
import io.promptflow4j.core.run.compute.RowSlice;
import io.promptflow4j.core.run.compute.SliceReport;
import io.promptflow4j.core.run.compute.SliceReport.Stop;
import io.promptflow4j.core.run.journal.Occurrences;
import io.promptflow4j.core.run.journal.Stopping;
import io.promptflow4j.core.run.journal.Stopping.Reason;
import io.promptflow4j.core.run.row.BatchRow;
import io.promptflow4j.core.value.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Has the rows of a run run by a [Compute]: the calling thread reads them and cuts them into
/// slices.
final class RemoteRows implements RowWork {

  /// The artefact that says where the rows ran.
  static final String FACTS = "compute.json";

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration LAST_MOMENT = Duration.ofSeconds(5);

  private final RunStore store;
  private final RunWriter writer;
  private final Compute compute;
  private final ComputeJob job;
  private final Supplier<Compute.Worker> here;
  private final Stopping stopping;
  private final Counters counters;
  private final RunLog log;
  private final Occurrences occurrences = new Occurrences();
  private final CountDownLatch over = new CountDownLatch(1);

  RemoteRows(
      RunStore store,
      RunWriter writer,
      Compute compute,
      ComputeJob job,
      Supplier<Compute.Worker> here,
      Stopping stopping,
      Counters counters,
      RunLog log) {
    this.store = store;
    this.writer = writer;
    this.compute = compute;
    this.job = job;
    this.here = here;
    this.stopping = stopping;
    this.counters = counters;
    this.log = log;
  }

  @Override
  public boolean run(BatchRows rows, DoneRows done) {
    boolean interrupted = false;
    Thread _ = Thread.ofVirtual().name("compute stop").start(this::tellWorkers);
    try (Stream<BatchRow> open = rows.open();
        Compute.Session session = compute.start(job, here, log::info)) {
      log.info("The rows run on %s.".formatted(compute.address()));
      interrupted =
          run(session, new Slices(open.iterator(), done, session.sliceSize(rows.count())));
      writer.artefact(FACTS, Json.write(session.facts()).getBytes(StandardCharsets.UTF_8));
    } catch (RunStoreException broken) {
      stopping.because(new Reason.Broken(broken));
    } catch (ComputeException unable) {
      stopping.because(new Reason.Hopeless(String.valueOf(unable.getMessage())));
    } catch (RuntimeException unreadable) {
      interrupted = Thread.interrupted(); // which closes a file that is being read
      stopping.because(
          interrupted
              ? new Reason.Canceled()
              : new Reason.Hopeless("the rows can't be run: " + unreadable.getMessage()));
    } finally {
      over.countDown();
    }
    return interrupted;
  }

  /// Whether it was interrupted; then what runs may come to its end within the grace.
  private boolean run(Compute.Session session, Slices slices) {
    try {
      session.run(slices, this::absorb);
      return false;
    } catch (InterruptedException _) {
      stopping.because(new Reason.Canceled());
      try {
        boolean _ = session.drain(job.grace().plus(LAST_MOMENT));
      } catch (InterruptedException _) {
        log.info("Nobody waits for the calls that are under way.");
      }
      return true;
    }
  }

  /// Workers ask the store whether they shall go on.
  private void tellWorkers() {
    try {
      while (!stopping.isAsked()) {
        if (over.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      if (!stopping.isBroken()) {
        store.requestCancel(writer.run().name());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RunStoreException unheard) {
      log.warnOnce("The workers were not told to stop: " + unheard.getMessage());
    }
  }

  private void absorb(SliceReport report) {
    counters.add(report);
    report.stop().flatMap(RemoteRows::reason).ifPresent(stopping::because);
  }

  private static Optional<Reason> reason(Stop stop) {
    return switch (stop) {
      case Stop.Asked _ -> Optional.empty();
      case Stop.RowFailed _ -> Optional.of(new Reason.RowFailed());
      case Stop.Hopeless(String why) -> Optional.of(new Reason.Hopeless(why));
      case Stop.OverBudget(String why, String remedy) ->
          Optional.of(new Reason.OverBudget(why, remedy));
    };
  }

  /// Cuts what is left to do into slices, as long as nothing speaks against more. Owned by the
  /// thread that reads.
  private final class Slices implements Iterator<RowSlice> {

    private final Iterator<BatchRow> rows;
    private final DoneRows done;
    private final int size;
    private final ArrayDeque<RowSlice.Row> waiting = new ArrayDeque<>();

    Slices(Iterator<BatchRow> rows, DoneRows done, int size) {
      this.rows = rows;
      this.done = done;
      this.size = size;
    }

    @Override
    public boolean hasNext() {
      while (waiting.isEmpty() && !stopping.isAsked() && rows.hasNext()) {
        take(rows.next());
      }
      return !waiting.isEmpty() && !stopping.isAsked();
    }

    private void take(BatchRow row) {
      int occurrence = occurrences.next(row.inputs());
      for (int i = 0; i < row.repeats(); i++) {
        int repeat = row.repeat() + i;
        if (done.contains(new RowKey(row.line(), repeat))) {
          counters.wasDone();
        } else {
          waiting.add(new RowSlice.Row(row.line(), repeat, occurrence, row.inputs(), row.data()));
        }
      }
    }

    @Override
    public RowSlice next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      var slice = new ArrayList<RowSlice.Row>();
      long line = 0;
      while (slice.size() < size && hasNext() && waiting.getFirst().line() >= line) {
        line = waiting.getFirst().line(); // repeats of a repeated run begin anew
        slice.add(waiting.removeFirst());
      }
      return new RowSlice(slice);
    }
  }
}
