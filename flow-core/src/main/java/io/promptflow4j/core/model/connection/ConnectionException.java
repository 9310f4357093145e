package io.promptflow4j.core.model.connection;

import io.promptflow4j.core.source.Diagnostic;
import java.util.List;

/// A connection can't be read, changed, stored or found. The message is for whoever configures it
/// and never holds a secret.
public final class ConnectionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> diagnostics;

  public ConnectionException(String message) {
    super(message);
    this.diagnostics = List.of();
  }

  public ConnectionException(String message, Throwable cause) {
    super(message, cause);
    this.diagnostics = List.of();
  }

  /// All mistakes of one connection file.
  public ConnectionException(List<Diagnostic> diagnostics) {
    super(String.join("\n", diagnostics.stream().map(Diagnostic::toString).toList()));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /// The mistakes with their places; empty if the failure is not one of a file's text.
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
