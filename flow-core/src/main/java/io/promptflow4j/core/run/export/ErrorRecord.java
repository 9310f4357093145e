package io.promptflow4j.core.run.export;

import io.promptflow4j.core.value.Value;

/// Errors in prompt flow's form: a message and a chain of codes, the coarsest first.
final class ErrorRecord {

  private ErrorRecord() {}

  /// A row or node that failed.
  static Value of(String code, String message) {
    return record(message, "Executor", code);
  }

  /// A run in which rows failed.
  static Value ofRun(long failed, long rows, String first) {
    return record(
        "Failed to run %d/%d lines. First error message is: %s".formatted(failed, rows, first),
        "Executor",
        "BatchExecutionError");
  }

  private static Value record(String message, String component, String code) {
    return new Entries()
        .put("message", message)
        .put("messageFormat", "")
        .put("messageParameters", Value.Mapping.EMPTY)
        .put("referenceCode", component)
        .put("code", "UserError")
        .put("innerError", new Entries().put("code", code).putNull("innerError").end())
        .end();
  }
}
