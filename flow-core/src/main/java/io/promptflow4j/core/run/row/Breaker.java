package io.promptflow4j.core.run.row;

import io.promptflow4j.core.execution.FlowResult;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// Notices that going on makes no sense: the account is closed or empty, so that each row would
/// fail alike, and more tries may lock the key. An empty account is noticed at once, everything
/// else after a few rows. Thread-safe.
final class Breaker {

  private static final int ENOUGH = 3;
  private static final String QUOTA = "quota";
  private static final Set<String> HOPELESS =
      Set.of("unauthorized", QUOTA, "missing-key", "missing-connection", "bad-connection");

  private final ReentrantLock lock = new ReentrantLock();
  private boolean anyCompleted;
  private boolean said;
  private int alike;

  /// What a row's result means for the others.
  ///
  /// @param counts whether it is to be kept; not if it only repeats why the run stops, since then
  ///   the row is better run again
  /// @param stop why to stop, if this is one hopeless failure too many
  record Verdict(boolean counts, Optional<String> stop) {

    private static final Verdict GO_ON = new Verdict(true, Optional.empty());
  }

  Verdict see(FlowResult result) {
    lock.lock();
    try {
      if (result.status() == FlowResult.Status.COMPLETED) {
        anyCompleted = true;
        alike = 0;
        return Verdict.GO_ON;
      }
      Optional<FlowResult.Failure> failure =
          result.failure().filter(problem -> HOPELESS.contains(problem.code()));
      alike = failure.isPresent() ? alike + 1 : 0;
      if (failure.isEmpty() || said) {
        return new Verdict(failure.isEmpty(), Optional.empty());
      }
      Optional<String> why = why(failure.get());
      said = why.isPresent();
      return new Verdict(true, why);
    } finally {
      lock.unlock();
    }
  }

  private Optional<String> why(FlowResult.Failure failure) {
    if (failure.code().equals(QUOTA)) {
      return Optional.of("the rest was not tried: " + failure.message());
    }
    int enough = anyCompleted ? ENOUGH * ENOUGH : ENOUGH;
    return alike >= enough
        ? Optional.of(
            "%d rows in a row failed alike, so the rest was not tried: %s"
                .formatted(enough, failure.message()))
        : Optional.empty();
  }
}
