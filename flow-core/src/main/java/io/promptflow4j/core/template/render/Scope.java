package io.promptflow4j.core.template.render;

import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.Rendering;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The names that a part of a template has given values to, and the scope around it.
///
/// There is one for the template, and one for each run of a loop's body, a macro, a `with` and the
/// like. They hold few names, so that looking at each is faster than hashing. Names are interned.
public final class Scope {

  private static final String[] NO_NAMES = {};
  private static final PyObject[] NO_VALUES = {};

  private final Page page;
  private final @Nullable Scope parent;
  private String[] names = NO_NAMES;
  private PyObject[] values = NO_VALUES;
  private int size;

  /// The scope of a whole template.
  public Scope(Page page) {
    this.page = page;
    this.parent = null;
  }

  /// A scope within another.
  public Scope(Scope parent) {
    this.page = parent.page;
    this.parent = parent;
  }

  public Page page() {
    return page;
  }

  public Rendering rendering() {
    return page.rendering();
  }

  /// The outermost scope.
  public Scope root() {
    Scope scope = this;
    while (scope.parent != null) {
      scope = scope.parent;
    }
    return scope;
  }

  /// The value of `name`; undefined if nobody has given it one.
  public PyObject get(String name) {
    PyObject found = find(name);
    return found == null ? page.undefined(name) : found;
  }

  @Nullable PyObject find(String name) {
    Scope scope = this;
    while (true) {
      PyObject own = scope.own(name);
      if (own != null) {
        return own;
      }
      if (scope.parent == null) {
        PyObject outer = page.find(name);
        if (outer != null) {
          scope.set(name, outer);
        }
        return outer;
      }
      scope = scope.parent;
    }
  }

  @SuppressWarnings("ReferenceEquality") // the compiler interns names
  @Nullable PyObject own(String name) {
    for (int i = 0; i < size; i++) {
      if (names[i] == name) {
        return values[i];
      }
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // the compiler interns names
  public void set(String name, PyObject value) {
    for (int i = 0; i < size; i++) {
      if (names[i] == name) {
        values[i] = value;
        return;
      }
    }
    if (size == names.length) {
      int room = size == 0 ? 4 : size * 2;
      names = Arrays.copyOf(names, room);
      values = Arrays.copyOf(values, room);
    }
    names[size] = name;
    values[size++] = value;
  }
}
