package io.promptflow4j.core.source;

/// How bad a finding is.
public enum Severity {
  /// The flow can't run.
  ERROR,
  /// The flow runs, but hardly as its author meant.
  WARNING,
  /// Something is ignored or could be written better.
  HINT;

  /// `error`, `warning` or `hint`.
  public String label() {
    return switch (this) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case HINT -> "hint";
    };
  }
}
