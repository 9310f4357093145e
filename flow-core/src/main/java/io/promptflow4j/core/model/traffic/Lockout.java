package io.promptflow4j.core.model.traffic;

import io.promptflow4j.core.model.ModelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Stops calls that would only be refused like those before: by a service that does not accept the
/// key, three times alike, or whose account is empty, once. Thread-safe.
///
/// After a minute a call is let through again, because keys and accounts get mended.
final class Lockout {

  private static final int ENOUGH = 3;
  private static final Duration REST = Duration.ofMinutes(1);

  private final ReentrantLock lock = new ReentrantLock();
  private Optional<ModelException> last = Optional.empty();
  private int alike;
  private long until;

  /// What a call would be told; empty if it should be made.
  Optional<ModelException> refusal(long now) {
    lock.lock();
    try {
      return last.filter(problem -> alike >= enough(problem) && until - now > 0);
    } finally {
      lock.unlock();
    }
  }

  void failed(ModelException problem, long now) {
    lock.lock();
    try {
      if (!problem.code().equals("unauthorized") && !problem.code().equals("quota")) {
        return;
      }
      boolean same = last.filter(known -> words(known).equals(words(problem))).isPresent();
      alike = same ? alike + 1 : 1;
      last = Optional.of(problem);
      until = now + REST.toNanos();
    } finally {
      lock.unlock();
    }
  }

  /// What was said, without the number that services give each request.
  private static String words(ModelException problem) {
    return String.valueOf(problem.getMessage()).replaceAll("[0-9a-fA-F-]{8,}", "");
  }

  void answered() {
    lock.lock();
    try {
      alike = 0;
      last = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private static int enough(ModelException problem) {
    return problem.code().equals("quota") ? 1 : ENOUGH;
  }
}
