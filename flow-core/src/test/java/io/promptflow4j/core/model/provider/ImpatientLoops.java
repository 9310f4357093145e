package io.promptflow4j.core.model.provider;

import java.time.Duration;
import java.util.Queue;

/// Retry loops that note how long they should wait instead of waiting.
public final class ImpatientLoops {

  private ImpatientLoops() {}

  /// A loop that does what `policy` says.
  ///
  /// @param waits gets every wait
  public static RetryLoop noting(CallPolicy policy, Queue<Duration> waits) {
    return new RetryLoop(policy, System::nanoTime, waits::add, () -> 0);
  }
}
