package io.promptflow4j.core.model.provider.http;

/// An exchange ended without a whole reply. The message says in which phase; it holds nothing of
/// the request.
public final class BrokenExchange extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// What ended it.
  public enum Kind {
    NOT_CONNECTED,
    NOT_TRUSTED,
    LOST,
    TIMEOUT,
    TOO_LARGE,
    INTERRUPTED
  }

  private final Kind kind;

  public BrokenExchange(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public BrokenExchange(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
