package io.promptflow4j.core.template.python;

import java.util.Iterator;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// An object with a behaviour of its own: a function, a macro, a loop, a namespace.
///
/// It exists only within one rendering, or has no state. What can be asked of it is what it answers
/// here; there is no other way in.
public non-sealed interface PySpecial extends PyObject {

  /// The value of an attribute, or null if it has none of this name.
  default @Nullable PyObject attribute(String name) {
    return null;
  }

  /// Whether [#call] can succeed.
  default boolean isCallable() {
    return false;
  }

  default PyObject call(Arguments arguments, Rendering rendering) {
    throw new PyError(PyError.Kind.TYPE, kind() + " cannot be called");
  }

  /// Its items if it can be gone over, which starts from where it is.
  default @Nullable Iterator<PyObject> items() {
    return null;
  }

  /// How many items it has, if it has a length.
  default OptionalInt length() {
    return OptionalInt.empty();
  }

  /// What it prints as.
  String shown();

  @Override
  default boolean truth() {
    return true;
  }
}
