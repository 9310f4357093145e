package io.promptflow4j.core.template.render;

import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.python.Rendering;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The names that a part of a template has given values to, and the scope around it.
///
/// There is one for the template, and one for each run of a loop's body, a macro, a `with` and the
/// like. They hold few names, so that looking at each is faster than hashing. Names are interned.
public final class Scope {

  private static final PyObject PENDING = new PyUndefined("not assigned yet", false);
  private static final String[] NO_NAMES = {};
  private static final PyObject[] NO_VALUES = {};

  private final Page page;
  private final @Nullable Scope parent;
  private final boolean block;
  private String[] names = NO_NAMES;
  private PyObject[] values = NO_VALUES;
  private int size;

  /// The scope of a whole template.
  public Scope(Page page) {
    this.page = page;
    this.parent = null;
    this.block = false;
  }

  /// A scope within another.
  public Scope(Scope parent) {
    this(parent, false);
  }

  private Scope(Scope parent, boolean block) {
    this.page = parent.page;
    this.parent = parent;
    this.block = block;
  }

  /// The scope of a block.
  static Scope ofBlock(Scope around) {
    return new Scope(around, true);
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
    return find(name, false);
  }

  /// The value of `name` as another template sees it, or null.
  @Nullable PyObject findFromOutside(String name) {
    return find(name, true);
  }

  @SuppressWarnings("ReferenceEquality") // there is one object that says so
  private @Nullable PyObject find(String name, boolean fromOutside) {
    Scope scope = this;
    boolean outside = fromOutside;
    while (true) {
      PyObject own = scope.own(name);
      boolean pending = own == PENDING;
      if (own != null && !pending) {
        return own;
      }
      if (pending && !outside) {
        return null;
      }
      if (scope.parent == null) {
        return scope.findOnPage(name, pending);
      }
      outside |= scope.block;
      scope = scope.parent;
    }
  }

  private @Nullable PyObject findOnPage(String name, boolean pending) {
    PyObject found = page.find(name);
    if (found != null && !pending) {
      set(name, found);
    }
    return found;
  }

  /// Names that are going to be assigned here. Until then they are undefined, even if something
  /// around this scope has the same name; only blocks and other templates look past them.
  public void await(String[] names) {
    for (String name : names) {
      if (own(name) == null) {
        set(name, PENDING);
      }
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
