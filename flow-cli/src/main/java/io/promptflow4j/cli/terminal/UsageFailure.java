package io.promptflow4j.cli.terminal;

/// A command was called wrongly in a way that only shows when its arguments are read.
public final class UsageFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UsageFailure(String message) {
    super(message);
  }
}
