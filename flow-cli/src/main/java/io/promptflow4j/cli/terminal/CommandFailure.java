package io.promptflow4j.cli.terminal;

/// A command can't do what it was asked. The message is one line for the person who called it.
public final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;

  /// @param code stable, dash-separated, for programs that read the JSON form
  public CommandFailure(String code, String message) {
    super(message);
    this.code = code;
  }

  public CommandFailure(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public String code() {
    return code;
  }
}
