package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.CallAttempt.Cost;
import io.promptflow4j.core.model.ModelException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// How one try of a call ended.
public sealed interface Outcome<T> {

  /// The reply.
  record Answered<T>(T reply) implements Outcome<T> {}

  /// No reply.
  ///
  /// @param mostRetries how often a call may fail with this code and be tried again, whatever the
  ///   policy allows
  /// @param retryAfter the wait the service asked for
  /// @param overloaded whether it failed because the service had too much to do
  /// @param status what the service answered, if it answered
  /// @param cost whether it may have to be paid for
  record Failed<T>(
      ModelException problem,
      int mostRetries,
      Optional<Duration> retryAfter,
      boolean overloaded,
      OptionalInt status,
      Cost cost)
      implements Outcome<T> {

    private static final int RETRIES_OF_PAID = 2;

    /// A failure whose cost its code tells.
    public Failed(
        ModelException problem,
        int mostRetries,
        Optional<Duration> retryAfter,
        boolean overloaded) {
      this(
          problem,
          mostRetries,
          retryAfter,
          overloaded,
          OptionalInt.empty(),
          Cost.of(problem.code()));
    }

    /// A failure that means too much to do if its code says so.
    public Failed(ModelException problem, int mostRetries, Optional<Duration> retryAfter) {
      this(problem, mostRetries, retryAfter, problem.code().equals("rate-limited"));
    }

    /// A failure that another try would only repeat.
    public static <T> Failed<T> forGood(ModelException problem) {
      return new Failed<>(problem, 0, Optional.empty());
    }

    /// A failure that may pass. One that was paid for is not repeated often.
    public static <T> Failed<T> forNow(ModelException problem) {
      boolean paid = Cost.of(problem.code()) == Cost.PAID;
      return new Failed<>(problem, paid ? RETRIES_OF_PAID : Integer.MAX_VALUE, Optional.empty());
    }

    /// The same, with what the service answered.
    public Failed<T> withStatus(int code) {
      return new Failed<>(problem, mostRetries, retryAfter, overloaded, OptionalInt.of(code), cost);
    }

    /// The same, with what it may have cost.
    public Failed<T> withCost(Cost known) {
      return new Failed<>(problem, mostRetries, retryAfter, overloaded, status, known);
    }
  }
}
