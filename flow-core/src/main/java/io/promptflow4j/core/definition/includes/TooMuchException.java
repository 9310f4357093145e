package io.promptflow4j.core.definition.includes;

/// The files of a flow and its includes are more than are copied.
final class TooMuchException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String reason;

  TooMuchException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /// A sentence for the flow's author.
  String reason() {
    return reason;
  }
}
