package io.promptflow4j.core.template.global;

import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySpecial;
import io.promptflow4j.core.template.python.PyText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// An object whose attributes `set` can change, so that a loop can carry something along.
public final class Namespace implements PySpecial {

  private final Map<PyObject, PyObject> attributes;

  Namespace(SequencedMap<PyObject, PyObject> attributes) {
    this.attributes = new LinkedHashMap<>(attributes);
  }

  public void set(String name, PyObject value) {
    attributes.put(PyText.of(name), value);
  }

  @Override
  public @Nullable PyObject attribute(String name) {
    return attributes.get(PyText.of(name));
  }

  @Override
  public String shown() {
    var names = new StringBuilder("<Namespace ");
    PyObject shown = PyDict.of(new LinkedHashMap<>(attributes));
    return names.append(shown instanceof PyDict dict ? dict.keys() : "").append('>').toString();
  }

  @Override
  public String kind() {
    return "a namespace";
  }
}
