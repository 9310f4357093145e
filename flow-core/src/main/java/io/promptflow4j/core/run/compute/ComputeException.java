package io.promptflow4j.core.run.compute;

/// A compute that can't run rows. The message says why and what to change.
public final class ComputeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /// @param code as in the reference of diagnostics
  public ComputeException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /// One without a cause.
  public ComputeException(String code, String message) {
    super(message);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
