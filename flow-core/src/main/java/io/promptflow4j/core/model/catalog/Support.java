package io.promptflow4j.core.model.catalog;

/// Whether something can be done. Not to know is no `NO`.
public enum Support {
  YES,
  NO,
  UNKNOWN;

  /// `yes`, `no` or `unknown`.
  public String written() {
    return switch (this) {
      case YES -> "yes";
      case NO -> "no";
      case UNKNOWN -> "unknown";
    };
  }
}
