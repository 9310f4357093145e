package io.promptflow4j.core.template.python;

import io.promptflow4j.core.value.Value;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/// A list. It never changes.
public final class PyList implements PySequence {

  private final List<PyObject> items;
  private final Bulk bulk;

  private PyList(List<PyObject> items, Bulk bulk) {
    this.items = items;
    this.bulk = bulk;
  }

  /// A list of `items`, which nobody changes any more.
  public static PyList of(List<PyObject> items) {
    return new PyList(items, Bulk.of(items));
  }

  public static PyList of(PyObject... items) {
    return of(Arrays.asList(items));
  }

  static PyList viewOf(List<Value> values) {
    return new PyList(new Values(values), Bulk.view(values.size()));
  }

  @Override
  public List<PyObject> items() {
    return items;
  }

  public Bulk bulk() {
    return bulk;
  }

  @Override
  public String kind() {
    return "a list";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PyList that && items.equals(that.items);
  }

  @Override
  public int hashCode() {
    throw new PyError(PyError.Kind.TYPE, "a list cannot be a key; use a text or a tuple");
  }

  /// Whether both are the very same list.
  @SuppressWarnings("ReferenceEquality")
  public boolean isSame(PyList that) {
    return items == that.items
        || (items instanceof Values mine
            && that.items instanceof Values theirs
            && mine.values == theirs.values);
  }

  /// Values as objects, each made when it is asked for.
  private static final class Values extends AbstractList<PyObject> implements RandomAccess {
    private final List<Value> values;

    private Values(List<Value> values) {
      this.values = values;
    }

    @Override
    public PyObject get(int index) {
      return PyObject.of(values.get(index));
    }

    @Override
    public int size() {
      return values.size();
    }
  }
}
