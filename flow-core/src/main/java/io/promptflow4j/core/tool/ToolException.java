package io.promptflow4j.core.tool;

import java.util.List;
import java.util.Optional;

/// A tool failed, could not be loaded, ran out of time or gave something that is not data.
public final class ToolException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Details details;

  /// What is known of a failure.
  ///
  /// @param type the exception's own name (`ValueError`), or one of ours (`Timeout`, `WorkerDied`,
  ///   `NotData`)
  /// @param file the source file where it happened, relative to the flow folder
  /// @param line counted from 1, 0 if unknown
  /// @param traceback the lines of the tool author's own code, outermost first
  /// @param logs what the tool had printed until then
  public record Details(
      String type, Optional<String> file, int line, List<String> traceback, List<String> logs) {

    public Details {
      traceback = List.copyOf(traceback);
      logs = List.copyOf(logs);
    }

    public static Details of(String type) {
      return new Details(type, Optional.empty(), 0, List.of(), List.of());
    }
  }

  public ToolException(String message, Details details) {
    super(message);
    this.details = details;
  }

  public ToolException(String message, Details details, Throwable cause) {
    super(message, cause);
    this.details = details;
  }

  public Details details() {
    return details;
  }
}
