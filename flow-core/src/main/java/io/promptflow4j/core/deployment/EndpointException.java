package io.promptflow4j.core.deployment;

/// Something can't be done to an endpoint. The message says what, and what to do instead.
public final class EndpointException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;

  public EndpointException(String code, String message) {
    super(message);
    this.code = code;
  }

  /// `no-such-endpoint`, `endpoint-exists`, `no-such-deployment`, `deployment-in-use` …
  public String code() {
    return code;
  }
}
