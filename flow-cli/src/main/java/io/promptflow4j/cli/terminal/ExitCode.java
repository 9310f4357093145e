package io.promptflow4j.cli.terminal;

/// What the command tells its caller, as prompt flow does.
public final class ExitCode {

  public static final int OK = 0;

  /// It was asked properly, but it did not succeed: an invalid flow, a failed node, a missing file.
  public static final int FAILURE = 1;

  /// It was asked wrongly: an unknown verb or option, a missing or malformed argument.
  public static final int USAGE = 2;

  /// It succeeded, and a condition under which it was to fail holds.
  public static final int THRESHOLD = 3;

  /// It was interrupted by the person at the keyboard.
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
