package io.promptflow4j.core.value;

/// A text is not JSON. Lines and columns count from 1.
public final class JsonSyntaxException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String problem;
  private final int line;
  private final int column;

  public JsonSyntaxException(String problem, int line, int column) {
    super("line %d, column %d: %s".formatted(line, column, problem));
    this.problem = problem;
    this.line = line;
    this.column = column;
  }

  /// What is wrong, without the place.
  public String problem() {
    return problem;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
