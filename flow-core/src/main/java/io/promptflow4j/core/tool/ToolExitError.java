package io.promptflow4j.core.tool;

/// A Java tool asked to end the process, in which other rows and flows run. It is an [Error]
/// because a tool that catches every [Exception] meant to end all the same.
///
/// The classes of a flow folder are compiled so that they throw it where they call `System.exit`,
/// `Runtime.exit` or `Runtime.halt`: the methods below stand there instead.
@SuppressWarnings("DoNotCallSuggester") // nobody writes these calls, but compiled code has them
public final class ToolExitError extends Error {

  private static final long serialVersionUID = 1L;

  private ToolExitError(String call, int status) {
    super(
        "%s(%d) would end the whole process; a tool returns its result or throws an exception"
            .formatted(call, status));
  }

  /// What `System.exit(status)` does in a tool.
  public static void exitSystem(int status) {
    throw new ToolExitError("System.exit", status);
  }

  /// What `runtime.exit(status)` does in a tool.
  public static void exit(Runtime runtime, int status) {
    throw new ToolExitError("Runtime.exit", status);
  }

  /// What `runtime.halt(status)` does in a tool.
  public static void halt(Runtime runtime, int status) {
    throw new ToolExitError("Runtime.halt", status);
  }
}
