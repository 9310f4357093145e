package io.promptflow4j.core.template.syntax.lexer;

/// Ends the reading of one tag; the parser notes it and goes on behind the tag if it can.
public final class Mistake extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int offset;

  public Mistake(int offset, String problem) {
    super(problem, null, false, false);
    this.offset = offset;
  }

  public int offset() {
    return offset;
  }

  public String problem() {
    return String.valueOf(getMessage());
  }
}
