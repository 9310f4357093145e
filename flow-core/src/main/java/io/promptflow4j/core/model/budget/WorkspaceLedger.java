package io.promptflow4j.core.model.budget;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The ledger of the workspace around the working directory, opened when it is first asked for.
/// Thread-safe.
public final class WorkspaceLedger implements Supplier<SpendingLedger>, AutoCloseable {

  private final Map<String, String> environment;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<SpendingLedger> open = Optional.empty();
  private boolean closed;

  public WorkspaceLedger(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// @throws IllegalStateException if this is closed, or if nobody keeps a ledger, as no build of
  ///   this module is
  @Override
  public SpendingLedger get() {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the ledger is closed");
      }
      if (open.isEmpty()) {
        SpendingLedgers ledgers =
            ServiceLoader.load(SpendingLedgers.class, SpendingLedgers.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody keeps a ledger"));
        open = Optional.of(ledgers.open(Path.of("").toAbsolutePath(), environment));
      }
      return open.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      open.ifPresent(SpendingLedger::close);
      open = Optional.empty();
      closed = true;
    } finally {
      lock.unlock();
    }
  }
}
