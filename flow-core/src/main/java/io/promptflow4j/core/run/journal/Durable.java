package io.promptflow4j.core.run.journal;

import io.promptflow4j.core.run.RunEvent;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.RunWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/// Writes what must not be lost: an interrupt can't stop it half way. Thread-safe.
///
/// The store writes in the order it is asked, so whoever waits for one event knows that all before
/// it are on disk too. A failure to write stops the run, since whatever happens from then on would
/// not be kept.
public final class Durable {

  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final RunWriter writer;
  private final Stopping stopping;

  public Durable(RunWriter writer, Stopping stopping) {
    this.writer = writer;
    this.stopping = stopping;
  }

  /// Has the event written without waiting for it.
  ///
  /// @return done when it is on disk; see [RunWriter#post]
  public CompletableFuture<Void> post(RunEvent event) {
    return post(List.of(event));
  }

  /// The same for several events, which are written together.
  public CompletableFuture<Void> post(List<? extends RunEvent> events) {
    return writer
        .post(events)
        .whenComplete((_, failed) -> {
          if (failed != null) {
            stopping.because(new Stopping.Reason.Broken(failed));
          }
        });
  }

  /// Returns when all that was posted before is on disk, or will never be.
  public void drain() {
    write(List.of());
  }

  /// Returns when the event is on disk; an interrupt of the calling thread stays set.
  public void write(RunEvent event) {
    write(List.of(event));
  }

  public void write(List<? extends RunEvent> events) {
    onDisk(writer.post(events));
  }

  /// Claims calls and returns whether all were granted; else those that were are given back.
  public boolean claim(List<RunEvent.CallClaimed> wanted) {
    List<RunWriter.Claim> answers = onDisk(writer.claim(wanted));
    if (answers.stream().allMatch(RunWriter.Claim.GRANTED::equals)) {
      return true;
    }
    List<RunEvent.CallFailed> back =
        IntStream.range(0, wanted.size())
            .filter(i -> answers.get(i) == RunWriter.Claim.GRANTED)
            .mapToObj(i -> new RunEvent.CallFailed(wanted.get(i).id()))
            .toList();
    if (!back.isEmpty()) {
      CompletableFuture<Void> _ = post(back);
    }
    return false;
  }

  private <T> T onDisk(CompletableFuture<T> written) {
    try {
      return await(written);
    } catch (RuntimeException failed) {
      stopping.because(new Stopping.Reason.Broken(failed));
      throw failed;
    }
  }

  private static <T> T await(CompletableFuture<T> written) {
    long giveUp = System.nanoTime() + LONGEST.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return written.get(giveUp - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException told
          ? told
          : new IllegalStateException(failed.getCause());
    } catch (TimeoutException _) {
      throw tooSlow();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
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
