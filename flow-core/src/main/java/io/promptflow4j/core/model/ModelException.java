package io.promptflow4j.core.model;

import java.util.List;

/// A model gave no whole answer. The message says what happened and what to do, and never holds a
/// secret.
public final class ModelException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean retryable;
  private final transient List<CallAttempt> attempts;

  /// @param code stable name: `missing-connection`, `bad-connection`, `missing-key`,
  ///   `missing-model`, `bad-request`, `unauthorized`, `not-found`, `rate-limited`, `quota`,
  ///   `timeout`, `unavailable`, `truncated`, `bad-reply`, `content-filter`, `bad-parameter`,
  ///   `bad-rules`
  public ModelException(String code, String message, boolean retryable) {
    super(message);
    this.code = code;
    this.retryable = retryable;
    this.attempts = List.of();
  }

  public ModelException(String code, String message, boolean retryable, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.retryable = retryable;
    this.attempts = List.of();
  }

  private ModelException(ModelException other, List<CallAttempt> attempts) {
    super(other.getMessage(), other);
    this.code = other.code;
    this.retryable = other.retryable;
    this.attempts = List.copyOf(attempts);
  }

  /// The same failure, after these tries.
  public ModelException withAttempts(List<CallAttempt> tries) {
    return new ModelException(this, tries);
  }

  /// The tries that were made.
  public List<CallAttempt> attempts() {
    return attempts;
  }

  public String code() {
    return code;
  }

  /// Whether the same call may succeed later.
  public boolean isRetryable() {
    return retryable;
  }
}
