package io.promptflow4j.core.source;

/// A file that a flow names can't be read. The message is a sentence for the author, without a
/// place: whoever knows where the name stands turns it into a [Diagnostic].
public final class FileAccessException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /// Why a file can't be read.
  public enum Reason {
    /// There is no such file.
    MISSING,
    /// The path leads, or could lead, out of the flow folder.
    OUTSIDE,
    /// It is there but is not a regular file, is too large, or is not UTF-8.
    UNREADABLE
  }

  public FileAccessException(String message) {
    this(Reason.UNREADABLE, message);
  }

  public FileAccessException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public FileAccessException(String message, Throwable cause) {
    this(Reason.UNREADABLE, message, cause);
  }

  public FileAccessException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
