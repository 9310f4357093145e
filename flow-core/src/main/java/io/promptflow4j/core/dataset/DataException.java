package io.promptflow4j.core.dataset;

import org.jspecify.annotations.Nullable;

/// Data can't be opened: there is no such file, nothing can read it, or the disk fails. The message
/// is a sentence for who asked for it.
public final class DataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean retryable;

  private DataException(String code, String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.retryable = retryable;
  }

  /// What was asked for is not there or is of no use; asking again changes nothing.
  public DataException(String code, String message) {
    this(code, message, false, null);
  }

  public DataException(String code, String message, Throwable cause) {
    this(code, message, false, cause);
  }

  /// A disk or another part of the machine failed.
  public static DataException failedDevice(String message, Throwable cause) {
    return new DataException("unreadable-data", message, true, cause);
  }

  /// A stable name such as `missing-data`; each has a section in `docs/reference/data.md`.
  public String code() {
    return code;
  }

  /// Whether the same may work later.
  public boolean isRetryable() {
    return retryable;
  }
}
