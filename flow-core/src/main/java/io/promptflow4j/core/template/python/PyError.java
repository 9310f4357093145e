package io.promptflow4j.core.template.python;

/// Something a template asked for cannot be done. The renderer adds the place.
public final class PyError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// Python's distinctions, as far as a template can see them: some filters forgive some kinds.
  public enum Kind {
    TYPE,
    VALUE,
    LOOKUP,
    ARITHMETIC,
    UNDEFINED,
    REFUSED,
    MISSING_TEMPLATE,
    LIMIT
  }

  private final Kind kind;

  public PyError(Kind kind, String problem) {
    super(problem, null, false, false);
    this.kind = kind;
  }

  @SuppressWarnings("AnnotateFormatMethod")
  public static PyError type(String problem, Object... parts) {
    return new PyError(Kind.TYPE, problem.formatted(parts));
  }

  @SuppressWarnings("AnnotateFormatMethod")
  public static PyError value(String problem, Object... parts) {
    return new PyError(Kind.VALUE, problem.formatted(parts));
  }

  public Kind kind() {
    return kind;
  }

  public String problem() {
    return String.valueOf(getMessage());
  }
}
