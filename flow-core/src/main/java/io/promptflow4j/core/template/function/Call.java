package io.promptflow4j.core.template.function;

import io.promptflow4j.core.template.operation.Numbers;
import io.promptflow4j.core.template.operation.Printing;
import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.python.Rendering;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One call of something built in: what it stands on and its arguments by position.
public final class Call {

  private final String name;
  private final PyObject self;
  private final @Nullable PyObject[] bound;
  private final Arguments arguments;
  private final Rendering rendering;

  Call(
      String name,
      PyObject self,
      @Nullable PyObject[] bound,
      Arguments arguments,
      Rendering rendering) {
    this.name = name;
    this.self = self;
    this.bound = bound;
    this.arguments = arguments;
    this.rendering = rendering;
  }

  public String name() {
    return name;
  }

  public Rendering rendering() {
    return rendering;
  }

  /// What is filtered or tested, or whose method it is.
  public PyObject self() {
    return self;
  }

  /// What it stands on, as text.
  public String text() {
    return Printing.str(self, rendering);
  }

  /// What it stands on, which has to be a text.
  public PyText selfText() {
    return asText(self);
  }

  /// All arguments as they were passed.
  public Arguments arguments() {
    return arguments;
  }

  public @Nullable PyObject find(int index) {
    return bound[index];
  }

  /// A required argument.
  public PyObject get(int index) {
    return Objects.requireNonNull(bound[index]);
  }

  public PyObject get(int index, PyObject otherwise) {
    PyObject found = bound[index];
    return found == null ? otherwise : found;
  }

  /// Whether an argument is given and is not `None`.
  public boolean has(int index) {
    return bound[index] != null && bound[index] != PyObject.None.NONE;
  }

  public boolean truth(int index, boolean otherwise) {
    PyObject found = bound[index];
    return found == null ? otherwise : found.truth();
  }

  /// An argument that has to be a text.
  public String text(int index) {
    return asText(get(index)).text();
  }

  public String text(int index, String otherwise) {
    return has(index) ? text(index) : otherwise;
  }

  /// An argument that has to be a text.
  public PyText asText(PyObject argument) {
    if (argument instanceof PyText text) {
      return text;
    }
    throw wrong(argument, "a text");
  }

  /// An argument as text, whatever it is.
  public String string(int index, String otherwise) {
    PyObject found = bound[index];
    return found == null ? otherwise : Printing.str(found, rendering);
  }

  /// An argument that has to be a whole number, cut to the range of `int`.
  public int whole(int index, int otherwise) {
    PyObject found = bound[index];
    if (found == null) {
      return otherwise;
    }
    if (found instanceof PyNumber number && !(number instanceof PyNumber.Real)) {
      return Numbers.clampToInt(PyNumber.whole(number));
    }
    throw wrong(found, "a whole number");
  }

  private PyError wrong(PyObject argument, String expected) {
    return argument instanceof PyUndefined undefined
        ? undefined.error()
        : PyError.type("'%s' needs %s, but got %s", name, expected, argument.kind());
  }
}
