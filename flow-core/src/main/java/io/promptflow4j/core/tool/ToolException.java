package io.promptflow4j.core.tool;

import io.promptflow4j.core.tool.ToolResult.InnerCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A tool failed, could not be loaded, ran out of time or gave something that is not data.
public final class ToolException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Details details;

  /// What kind of failure it is, whatever a tool's author calls an exception.
  public enum Kind {
    /// The tool's own code raised something.
    RAISED,
    /// It was not, or not any more, called: no interpreter, a wrong argument, a closed flow.
    NOT_CALLED,
    TIMEOUT,
    /// It took its process down with it.
    WORKER_DIED,
    /// What it returned is no data.
    NOT_DATA,
    /// What it returned is more than the [ResultLimit] allows.
    TOO_LARGE
  }

  /// What is known of a failure.
  ///
  /// @param type the exception's own name (`ValueError`), or a name for the kind
  /// @param file the source file where it happened, relative to the flow folder
  /// @param line counted from 1, 0 if unknown
  /// @param traceback the lines of the tool author's own code, outermost first
  /// @param logs what the tool had printed until then
  /// @param calls what it had done inside until then, as far as it was traced
  public record Details(
      Kind kind,
      String type,
      Optional<String> file,
      int line,
      List<String> traceback,
      List<String> logs,
      List<InnerCall> calls) {

    public Details {
      traceback = List.copyOf(traceback);
      logs = List.copyOf(logs);
      calls = List.copyOf(calls);
    }

    /// Of one that traced nothing inside.
    public Details(
        Kind kind,
        String type,
        Optional<String> file,
        int line,
        List<String> traceback,
        List<String> logs) {
      this(kind, type, file, line, traceback, logs, List.of());
    }

    /// The same failure, with what the tool had done inside.
    public Details withCalls(List<InnerCall> made) {
      return new Details(kind, type, file, line, traceback, logs, made);
    }

    /// Of an exception whose place is not known.
    public static Details of(String type) {
      return of(Kind.RAISED, type);
    }

    public static Details of(Kind kind, String type) {
      return new Details(kind, type, Optional.empty(), 0, List.of(), List.of());
    }

    /// The same failure, with more in the log before its own.
    public Details after(List<String> earlier) {
      var all = new ArrayList<>(earlier);
      all.addAll(logs);
      return new Details(kind, type, file, line, traceback, all, calls);
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
