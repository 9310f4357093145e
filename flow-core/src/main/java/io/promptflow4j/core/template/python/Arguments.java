package io.promptflow4j.core.template.python;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is passed in one call.
public record Arguments(List<PyObject> positional, Map<String, PyObject> keywords) {

  public static final Arguments NONE = new Arguments(List.of(), Map.of());

  public static Arguments of(PyObject... positional) {
    return new Arguments(List.of(positional), Map.of());
  }

  public boolean isEmpty() {
    return positional.isEmpty() && keywords.isEmpty();
  }

  /// These arguments without the first `count` plain ones.
  public Arguments skip(int count) {
    return new Arguments(positional.subList(count, positional.size()), keywords);
  }

  /// These arguments and one more with a name.
  public Arguments with(String name, PyObject value) {
    var more = new LinkedHashMap<>(keywords);
    more.put(name, value);
    return new Arguments(positional, more);
  }
}
