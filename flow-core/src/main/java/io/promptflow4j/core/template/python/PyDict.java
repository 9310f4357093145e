package io.promptflow4j.core.template.python;

import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A dictionary, which keeps the order of its keys. It never changes.
public final class PyDict implements PyObject {

  private final @Nullable Map<String, Value> view;
  private final Map<PyObject, PyObject> own;
  private final Bulk bulk;

  private PyDict(@Nullable Map<String, Value> view, Map<PyObject, PyObject> own, Bulk bulk) {
    this.view = view;
    this.own = own;
    this.bulk = bulk;
  }

  /// A dictionary of `entries`, which nobody changes any more.
  public static PyDict of(SequencedMap<PyObject, PyObject> entries) {
    Bulk keys = Bulk.of(entries.keySet());
    Bulk values = Bulk.of(entries.values());
    return new PyDict(
        null,
        entries,
        new Bulk(keys.weight() + values.weight(), Math.max(keys.depth(), values.depth())));
  }

  static PyDict viewOf(Map<String, Value> entries) {
    return new PyDict(entries, Map.of(), Bulk.view(entries.size()));
  }

  public @Nullable PyObject get(PyObject key) {
    int hash = key.hashCode(); // what cannot be a key is refused even if there is no such key
    if (view == null) {
      return own.get(key);
    }
    return key instanceof PyText text && hash == text.hashCode() ? get(text.text()) : null;
  }

  /// The value under the text `key`.
  public @Nullable PyObject get(String key) {
    if (view == null) {
      return own.get(PyText.of(key));
    }
    Value value = view.get(key);
    return value == null ? null : PyObject.of(value);
  }

  public int size() {
    return view == null ? own.size() : view.size();
  }

  public List<PyObject> keys() {
    if (view == null) {
      return List.copyOf(own.keySet());
    }
    var keys = new ArrayList<PyObject>(view.size());
    view.keySet().forEach(key -> keys.add(PyText.of(key)));
    return keys;
  }

  public List<PyObject> values() {
    if (view == null) {
      return List.copyOf(own.values());
    }
    var values = new ArrayList<PyObject>(view.size());
    view.values().forEach(value -> values.add(PyObject.of(value)));
    return values;
  }

  /// Pairs of key and value, as tuples.
  public List<PyObject> pairs() {
    List<PyObject> keys = keys();
    List<PyObject> values = values();
    var pairs = new ArrayList<PyObject>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      pairs.add(PyTuple.of(keys.get(i), values.get(i)));
    }
    return pairs;
  }

  public Bulk bulk() {
    return bulk;
  }

  /// Whether both are the very same dictionary.
  @SuppressWarnings("ReferenceEquality")
  public boolean isSame(PyDict that) {
    return this == that || (view != null && view == that.view);
  }

  @Override
  public boolean truth() {
    return size() > 0;
  }

  @Override
  public String kind() {
    return "a mapping";
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof PyDict that) || size() != that.size()) {
      return false;
    }
    for (PyObject key : keys()) {
      PyObject mine = get(key);
      if (mine == null || !mine.equals(that.get(key))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    throw new PyError(PyError.Kind.TYPE, "a mapping cannot be a key; use a text or a tuple");
  }

  /// What `keys()`, `values()` and `items()` of a dictionary give.
  ///
  /// @param name Python's name of it: `dict_keys`, `dict_values` or `dict_items`
  public record View(String name, List<PyObject> items) implements PyObject {
    @Override
    public boolean truth() {
      return !items.isEmpty();
    }

    @Override
    public String kind() {
      return "a view of a mapping";
    }
  }
}
