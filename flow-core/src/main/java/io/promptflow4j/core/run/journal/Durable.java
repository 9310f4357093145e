package io.promptflow4j.core.run.journal;

import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Writes what must not be lost: an interrupt can't stop it half way. Thread-safe.
///
/// A failure to write stops the run, since whatever happens from then on would not be kept.
public final class Durable {

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final RunWriter writer;
  private final Stopping stopping;

  public Durable(RunWriter writer, Stopping stopping) {
    this.writer = writer;
    this.stopping = stopping;
  }

  /// Returns when the event is on disk; an interrupt of the calling thread stays set.
  public void write(RunEvent event) {
    write(List.of(event));
  }

  public void write(List<? extends RunEvent> events) {
    var problem = new AtomicReference<@Nullable RuntimeException>();
    Thread writing = Thread.ofVirtual().start(() -> write(events, problem));
    boolean interrupted = false;
    long giveUp = System.nanoTime() + LONGEST.toNanos();
    while (writing.isAlive()) {
      try {
        if (!writing.join(Duration.ofNanos(Math.max(1, giveUp - System.nanoTime())))) {
          problem.set(tooSlow());
          break;
        }
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    RuntimeException failed = problem.get();
    if (failed != null) {
      stopping.because(new Stopping.Reason.Broken(failed));
      throw failed;
    }
  }

  private void write(
      List<? extends RunEvent> events, AtomicReference<@Nullable RuntimeException> problem) {
    try {
      writer.write(events);
    } catch (RuntimeException failed) {
      problem.set(failed);
    } catch (InterruptedException impossible) {
      problem.set(new IllegalStateException("nobody knows this thread", impossible));
    }
  }

  private static RuntimeException tooSlow() {
    return new RunStoreException(
        "store-unreachable",
        "the store has not kept what happened for %d minutes; see whether its disk works"
            .formatted(LONGEST.toMinutes()),
        true,
        null);
  }
}
