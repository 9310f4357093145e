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
  private int alike;

  /// Whether `result` is a failure that other rows will share.
  static boolean isHopeless(FlowResult result) {
    return result.failure().filter(problem -> HOPELESS.contains(problem.code())).isPresent();
  }

  /// Why to stop, if `result` is one hopeless failure too many.
  Optional<String> see(FlowResult result) {
    lock.lock();
    try {
      if (result.status() == FlowResult.Status.COMPLETED) {
        anyCompleted = true;
        alike = 0;
        return Optional.empty();
      }
      Optional<FlowResult.Failure> failure =
          result.failure().filter(problem -> HOPELESS.contains(problem.code()));
      alike = failure.isPresent() ? alike + 1 : 0;
      if (failure.isPresent() && failure.get().code().equals(QUOTA)) {
        return failure.map(problem -> "the rest was not tried: " + problem.message());
      }
      int enough = anyCompleted ? ENOUGH * ENOUGH : ENOUGH;
      return alike == enough
          ? failure.map(problem ->
              "%d rows in a row failed alike, so the rest was not tried: %s"
                  .formatted(enough, problem.message()))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }
}
