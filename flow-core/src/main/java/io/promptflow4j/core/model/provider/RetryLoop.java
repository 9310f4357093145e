package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ServiceLoad;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// The only place where a model call is tried again. Thread-safe: it holds no state of a call.
///
/// It waits as long as the service asks for, else half a second that doubles with each try up to
/// eight, less up to half of it by chance. It gives up when the tries are used up, when the wait
/// would outlast the call's deadline, or when the service asks for more than two minutes.
public final class RetryLoop {

  private static final Duration FIRST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(2);

  /// One try.
  @FunctionalInterface
  public interface Try<T> {
    Outcome<T> once() throws InterruptedException;
  }

  /// How to wait.
  @FunctionalInterface
  public interface Pause {
    void wait(Duration time) throws InterruptedException;
  }

  private final int retries;
  private final Optional<ServiceLoad> load;
  private final LongSupplier nanoTime;
  private final Pause pause;
  private final DoubleSupplier chance;

  public RetryLoop(CallPolicy policy) {
    this(
        policy,
        System::nanoTime,
        RetryLoop::pauseThread,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  RetryLoop(CallPolicy policy, LongSupplier nanoTime, Pause pause, DoubleSupplier chance) {
    this.retries = policy.retries();
    this.load = policy.load();
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.chance = chance;
  }

  private static void pauseThread(Duration time) throws InterruptedException {
    boolean _ = new Semaphore(0).tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Tries until there is a reply or no sense in going on.
  ///
  /// @param deadline when the call has to be over, as of [System#nanoTime]
  /// @throws ModelException the last try's failure
  public <T> T run(long deadline, Try<T> attempt) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      switch (attempt.once()) {
        case Outcome.Answered<T>(T reply) -> {
          load.ifPresent(ServiceLoad::answered);
          return reply;
        }
        case Outcome.Failed<T> failed -> {
          load.filter(_ -> failed.overloaded()).ifPresent(ServiceLoad::overloaded);
          if (tries > Math.min(retries, failed.mostRetries())) {
            throw withTries(failed.problem(), tries, "");
          }
          pause.wait(waitAfter(failed, tries, deadline));
        }
      }
    }
  }

  private Duration waitAfter(Outcome.Failed<?> failed, int tries, long deadline) {
    Duration wait = failed.retryAfter().orElseGet(() -> backoff(tries));
    if (wait.compareTo(LONGEST_ASKED) > 0) {
      throw withTries(
          failed.problem(),
          tries,
          "; it asks to wait %d s, which is longer than a call waits".formatted(wait.toSeconds()));
    }
    if (nanoTime.getAsLong() + wait.toNanos() - deadline >= 0) {
      throw withTries(failed.problem(), tries, "; no time is left for another try");
    }
    return wait;
  }

  private Duration backoff(int tries) {
    long full = FIRST_WAIT.toMillis() << Math.min(tries - 1, 10);
    long capped = Math.min(full, LONGEST_WAIT.toMillis());
    return Duration.ofMillis(capped - (long) (capped * 0.5 * chance.getAsDouble()));
  }

  private static ModelException withTries(ModelException problem, int tries, String why) {
    if (tries == 1 && why.isEmpty()) {
      return problem;
    }
    return new ModelException(
        problem.code(),
        problem.getMessage() + (tries > 1 ? " (tried %d times)".formatted(tries) : "") + why,
        problem.isRetryable(),
        problem);
  }
}
