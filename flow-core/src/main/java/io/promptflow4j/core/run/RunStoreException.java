package io.promptflow4j.core.run;

import org.jspecify.annotations.Nullable;

/// A store that can't do what was asked. The message is for people: what, where, what to do.
public class RunStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean retryable;

  /// @param code `store-locked`, `store-full`, `store-corrupt`, `store-newer`, `store-unreachable`,
  ///   `no-such-run`, `run-exists`, `run-owned`, `lost-ownership` …
  public RunStoreException(
      String code, String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.retryable = retryable;
  }

  public String code() {
    return code;
  }

  public boolean isRetryable() {
    return retryable;
  }

  /// No run has that name.
  public static final class NoSuchRun extends RunStoreException {
    private static final long serialVersionUID = 1L;

    public NoSuchRun(String message) {
      super("no-such-run", message, false, null);
    }
  }

  /// A run has that name already.
  public static final class RunExists extends RunStoreException {
    private static final long serialVersionUID = 1L;

    public RunExists(String message) {
      super("run-exists", message, false, null);
    }
  }

  /// Another process works on the run.
  public static final class RunOwned extends RunStoreException {
    private static final long serialVersionUID = 1L;

    public RunOwned(String message) {
      super("run-owned", message, true, null);
    }
  }

  /// Another process has taken the run over; nothing was written.
  public static final class LostOwnership extends RunStoreException {
    private static final long serialVersionUID = 1L;

    public LostOwnership(String message) {
      super("lost-ownership", message, false, null);
    }
  }
}
