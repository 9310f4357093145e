package io.promptflow4j.core.template.python;

/// What a template gets for something that does not exist.
///
/// It prints as nothing, is false and has no items; everything else is a mistake. If it is strict,
/// printing and testing are mistakes too.
///
/// @param problem what a message says when it is used
public record PyUndefined(String problem, boolean strict) implements PyObject {

  /// The mistake of using it.
  public PyError error() {
    return new PyError(PyError.Kind.UNDEFINED, problem);
  }

  /// Fails if this is strict.
  public void touch() {
    if (strict) {
      throw error();
    }
  }

  @Override
  public boolean truth() {
    touch();
    return false;
  }

  @Override
  public String kind() {
    return "undefined";
  }

  @Override
  public boolean equals(Object other) {
    touch();
    return other instanceof PyUndefined;
  }

  @Override
  public int hashCode() {
    touch();
    return 7;
  }
}
