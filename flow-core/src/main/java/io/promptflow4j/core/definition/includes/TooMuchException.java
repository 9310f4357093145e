package io.promptflow4j.core.definition.includes;

import java.io.IOException;

/// The files of a flow and its includes are more than are copied.
final class TooMuchException extends IOException {

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
