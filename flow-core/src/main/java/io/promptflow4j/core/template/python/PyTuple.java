package io.promptflow4j.core.template.python;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tuple, of which some parts may have names.
public final class PyTuple implements PySequence {

  private final List<PyObject> items;
  private final List<String> names;
  private final Bulk bulk;

  private PyTuple(List<PyObject> items, List<String> names) {
    this.items = items;
    this.names = names;
    this.bulk = Bulk.of(items);
  }

  public static PyTuple of(List<PyObject> items) {
    return new PyTuple(items, List.of());
  }

  public static PyTuple of(PyObject... items) {
    return of(List.of(items));
  }

  /// A tuple whose parts can also be asked for by name.
  public static PyTuple named(List<String> names, List<PyObject> items) {
    return new PyTuple(items, names);
  }

  @Override
  public List<PyObject> items() {
    return items;
  }

  public @Nullable PyObject named(String name) {
    int index = names.indexOf(name);
    return index < 0 ? null : items.get(index);
  }

  public Bulk bulk() {
    return bulk;
  }

  @Override
  public String kind() {
    return "a tuple";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PyTuple that && items.equals(that.items);
  }

  @Override
  public int hashCode() {
    return items.hashCode();
  }
}
