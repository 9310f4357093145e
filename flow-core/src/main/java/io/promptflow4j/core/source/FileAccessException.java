package io.promptflow4j.core.source;

/// A file that a flow names can't be read. The message is a sentence for the author, without a
/// place: whoever knows where the name stands turns it into a [Diagnostic].
public final class FileAccessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public FileAccessException(String message) {
    super(message);
  }

  public FileAccessException(String message, Throwable cause) {
    super(message, cause);
  }
}
