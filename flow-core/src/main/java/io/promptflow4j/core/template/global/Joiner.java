package io.promptflow4j.core.template.global;

import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySpecial;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.Rendering;
import org.jspecify.annotations.Nullable;

/// Gives nothing when it is first called, and its separator ever after.
final class Joiner implements PySpecial {

  private final PyObject separator;
  private boolean used;

  Joiner(PyObject separator) {
    this.separator = separator;
  }

  @Override
  public boolean isCallable() {
    return true;
  }

  @Override
  public PyObject call(Arguments arguments, Rendering rendering) {
    PyObject given = used ? separator : PyText.EMPTY;
    used = true;
    return given;
  }

  @Override
  public @Nullable PyObject attribute(String name) {
    return switch (name) {
      case "sep" -> separator;
      case "used" -> PyNumber.Bool.of(used);
      default -> null;
    };
  }

  @Override
  public String shown() {
    return "<Joiner>";
  }

  @Override
  public String kind() {
    return "a joiner";
  }
}
