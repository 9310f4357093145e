package io.promptflow4j.core.model.provider.http;

/// The guarded HTTP client of one connection. Thread-safe; each call gets an [Exchange] of its own.
public final class GuardedHttp implements AutoCloseable {

  private final ClientPool pool;
  private final HttpLimits limits;

  /// @param encrypted whether the service's address is `https`
  public GuardedHttp(boolean encrypted, HttpLimits limits) {
    this.pool = new ClientPool(encrypted, limits.connect());
    this.limits = limits;
  }

  /// Prepares one exchange that has to be over at `deadline` (as of [System#nanoTime]).
  public Exchange exchange(long deadline) {
    return new Exchange(pool, limits, deadline);
  }

  /// Ends every exchange that is under way.
  @Override
  public void close() {
    pool.close();
  }
}
