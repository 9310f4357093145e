package io.promptflow4j.core.execution.tape;

/// A recording can't be read or written. The message names the file, and the line if there is one.
public final class TapeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TapeException(String message) {
    super(message);
  }

  TapeException(String message, Throwable cause) {
    super(message, cause);
  }
}
