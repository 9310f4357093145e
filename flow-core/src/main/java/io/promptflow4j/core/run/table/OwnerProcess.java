package io.promptflow4j.core.run.table;

import io.promptflow4j.core.run.RunOwner;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether the process that owns a run still lives, as far as this machine can tell.
final class OwnerProcess {

  /// Start times come from a clock that is set now and then; numbers of processes are not used
  /// again that soon.
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  private OwnerProcess() {}

  /// Whether `owner` is known to have ended: it ran on the host of `asking`, and no such process is
  /// there.
  static boolean isGone(RunOwner owner, RunOwner asking) {
    if (!owner.host().equals(asking.host())) {
      return false;
    }
    Optional<ProcessHandle> process =
        ProcessHandle.of(owner.process()).filter(ProcessHandle::isAlive);
    return process
        .map(found -> found.info().startInstant().map(start -> !isSame(start, owner)).orElse(false))
        .orElse(true);
  }

  private static boolean isSame(Instant start, RunOwner owner) {
    return owner.started().equals(Instant.EPOCH)
        || Duration.between(start, owner.started()).abs().compareTo(TOLERANCE) < 0;
  }
}
