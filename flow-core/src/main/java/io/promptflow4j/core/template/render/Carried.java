package io.promptflow4j.core.template.render;

import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyList;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Objects of a template as values that a flow can carry.
final class Carried {

  private Carried() {}

  /// The value that `object` is; null if a flow has nothing like it, or if something in it is such.
  static @Nullable Value value(PyObject object) {
    return switch (object) {
      case PyText text -> Value.of(text.text());
      case PyNumber.Int(var number) -> new Value.Whole(number);
      case PyNumber.Real(var number) -> Value.of(number);
      case PyNumber.Bool truth -> Value.of(truth.truth());
      case PyObject.None _ -> Value.Null.NULL;
      case PyObject.Image(var image) -> image;
      case PyList list -> sequence(list);
      case PyDict dict -> mapping(dict);
      default -> null;
    };
  }

  private static @Nullable Value sequence(PyList list) {
    var values = new ArrayList<Value>(list.items().size());
    for (PyObject item : list.items()) {
      Value value = value(item);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    return Value.of(values);
  }

  private static @Nullable Value mapping(PyDict dict) {
    List<PyObject> keys = dict.keys();
    List<PyObject> items = dict.values();
    var entries = new LinkedHashMap<String, Value>();
    for (int i = 0; i < keys.size(); i++) {
      Value value = value(items.get(i));
      if (value == null || !(keys.get(i) instanceof PyText key)) {
        return null;
      }
      entries.put(key.text(), value);
    }
    return Value.of(entries);
  }
}
