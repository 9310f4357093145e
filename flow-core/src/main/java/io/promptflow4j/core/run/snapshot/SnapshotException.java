package io.promptflow4j.core.run.snapshot;

import org.jspecify.annotations.Nullable;

/// A snapshot can't be taken or put back. The message says what and what to do.
public final class SnapshotException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;

  SnapshotException(String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /// `snapshot-too-large`, `unreadable-file`, `missing-snapshot`.
  public String code() {
    return code;
  }
}
