package io.promptflow4j.core.tool.index;

/// An index can't be built, read or searched. The message says why and what to do.
public final class IndexException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// For a reason of its own.
  public IndexException(String message) {
    super(message);
  }

  /// Because of something else.
  public IndexException(String message, Throwable cause) {
    super(message, cause);
  }
}
