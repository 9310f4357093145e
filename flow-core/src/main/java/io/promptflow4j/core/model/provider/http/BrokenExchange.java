package io.promptflow4j.core.model.provider.http;

import org.jspecify.annotations.Nullable;

/// An exchange ended without a whole reply. The message says in which phase; it holds nothing of
/// the request.
public final class BrokenExchange extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// What ended it.
  public enum Kind {
    NOT_CONNECTED,
    /// The service has no certificate that counts, or is where calls may not go.
    NOT_TRUSTED,
    /// The connection carries no more calls at a time; nothing was sent.
    CROWDED,
    LOST,
    TIMEOUT,
    TOO_LARGE,
    INTERRUPTED
  }

  private final Kind kind;
  private final boolean sent;

  public BrokenExchange(Kind kind, String message) {
    this(kind, message, null, mayBeSent(kind));
  }

  public BrokenExchange(Kind kind, String message, Throwable cause) {
    this(kind, message, cause, mayBeSent(kind));
  }

  private BrokenExchange(Kind kind, String message, @Nullable Throwable cause, boolean sent) {
    super(message, cause);
    this.kind = kind;
    this.sent = sent;
  }

  /// One that ended before anything was sent.
  static BrokenExchange unsent(Kind kind, String message) {
    return new BrokenExchange(kind, message, null, false);
  }

  private static boolean mayBeSent(Kind kind) {
    return switch (kind) {
      case NOT_CONNECTED, NOT_TRUSTED, CROWDED -> false;
      case LOST, TIMEOUT, TOO_LARGE, INTERRUPTED -> true;
    };
  }

  public Kind kind() {
    return kind;
  }

  /// Whether the service may have got the request, and may charge for it.
  public boolean wasSent() {
    return sent;
  }
}
