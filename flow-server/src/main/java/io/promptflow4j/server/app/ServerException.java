package io.promptflow4j.server.app;

/// The server can't start. The message says why and what to do.
public final class ServerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;

  public ServerException(String code, String message) {
    super(message);
    this.code = code;
  }

  public ServerException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /// `port-in-use`, `unsafe-bind`, `bad-tls`, `bad-host`.
  public String code() {
    return code;
  }
}
