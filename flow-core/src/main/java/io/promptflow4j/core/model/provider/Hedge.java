package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.CallAttempt;
import io.promptflow4j.core.model.CallAttempt.Cost;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.traffic.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A try that is made a second time beside the first if that is not over after a while; the first
/// reply counts, and the other try is given up. What was given up may have to be paid.
final class Hedge<T> implements RetryLoop.Try<T> {

  private final RetryLoop.Try<T> attempt;
  private final Duration patience;
  private final Traffic traffic;
  private final List<CallAttempt> tries;

  /// @param tries gets the tries that don't count; only the calling thread touches it
  Hedge(RetryLoop.Try<T> attempt, Duration patience, Traffic traffic, List<CallAttempt> tries) {
    this.attempt = attempt;
    this.patience = patience;
    this.traffic = traffic;
    this.tries = tries;
  }

  /// How a try ended: with an outcome, or with something that nobody foresaw.
  private sealed interface End<T> {
    record Came<T>(Outcome<T> outcome) implements End<T> {}

    record Broke<T>(Throwable problem) implements End<T> {}
  }

  @Override
  public Outcome<T> once() throws InterruptedException {
    BlockingQueue<End<T>> ends = new LinkedBlockingQueue<>();
    Instant start = Instant.now();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      threads.execute(() -> ends.add(made()));
      End<T> first = ends.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (first != null) {
        return outcome(first);
      }
      if (!traffic.mayHedge() || !traffic.enter(Duration.ZERO)) {
        return outcome(ends.take());
      }
      threads.execute(() -> {
        try {
          ends.add(made());
        } finally {
          traffic.leave();
        }
      });
      return better(ends, start);
    } finally {
      threads.shutdownNow();
    }
  }

  /// The first outcome, or the second if the first is a failure.
  private Outcome<T> better(BlockingQueue<End<T>> ends, Instant start) throws InterruptedException {
    return switch (outcome(ends.take())) {
      case Outcome.Answered<T> answered -> {
        note(start, "given-up", OptionalInt.empty(), Cost.IN_DOUBT, "another try answered first");
        yield answered;
      }
      case Outcome.Failed<T> failed -> {
        ModelException problem = failed.problem();
        String message = String.valueOf(problem.getMessage());
        note(start, problem.code(), failed.status(), failed.cost(), message);
        yield outcome(ends.take());
      }
    };
  }

  private void note(Instant start, String result, OptionalInt status, Cost cost, String message) {
    tries.add(
        new CallAttempt(
            traffic.connection(),
            start,
            Duration.ZERO,
            Duration.between(start, Instant.now()),
            result,
            status,
            cost,
            message));
  }

  private End<T> made() {
    try {
      return new End.Came<>(attempt.once());
    } catch (Throwable problem) { // the thread that waits has to hear of it
      return new End.Broke<>(problem);
    }
  }

  private Outcome<T> outcome(End<T> end) throws InterruptedException {
    return switch (end) {
      case End.Came<T>(var outcome) -> outcome;
      case End.Broke<T>(InterruptedException given) -> throw given;
      case End.Broke<T>(RuntimeException problem) -> throw problem;
      case End.Broke<T>(Error problem) -> throw problem;
      case End.Broke<T>(Throwable problem) -> throw new IllegalStateException(problem);
    };
  }
}
