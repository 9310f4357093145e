package io.promptflow4j.core.template.method;

import io.promptflow4j.core.template.function.Builtins;
import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.operation.Comparing;
import io.promptflow4j.core.template.operation.Iterating;
import io.promptflow4j.core.template.operation.Printing;
import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyNumber.Int;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySequence;
import java.util.LinkedHashMap;
import java.util.List;

/// Methods of lists, tuples and dictionaries.
final class CollectionMethods {

  static final Builtins OF_TUPLE =
      new Builtins()
          .add("index", "value start? stop?", CollectionMethods::index)
          .add("count", "value", CollectionMethods::count);

  static final Builtins OF_LIST =
      new Builtins()
          .add(OF_TUPLE)
          .add("copy", "", Call::self)
          .add("append extend insert", "*", call -> refuse(call, "join lists with '+'"))
          .add("remove pop clear", "*", call -> refuse(call, "use |reject, |select or a slice"))
          .add("sort reverse", "*", call -> refuse(call, "use the filter |" + call.name()));

  static final Builtins OF_DICT =
      new Builtins()
          .add("items", "", call -> new PyDict.View("dict_items", dict(call).pairs()))
          .add("keys", "", call -> new PyDict.View("dict_keys", dict(call).keys()))
          .add("values", "", call -> new PyDict.View("dict_values", dict(call).values()))
          .add("get", "key default?", CollectionMethods::get)
          .add("copy", "", Call::self)
          .add("fromkeys", "keys value?", CollectionMethods::fromKeys)
          .add(
              "update setdefault",
              "*",
              call -> refuse(call, "make a new one with dict(old, key=value)"))
          .add("pop popitem clear", "*", call -> refuse(call, "read with get"));

  private CollectionMethods() {}

  private static PyObject refuse(Call call, String remedy) {
    throw new PyError(
        PyError.Kind.REFUSED,
        "'%s' would change %s, and data in a template cannot be changed; %s"
            .formatted(call.name(), call.self().kind(), remedy));
  }

  private static PyDict dict(Call call) {
    PyDict dict = (PyDict) call.self();
    call.rendering().charge(dict.size());
    return dict;
  }

  private static PyObject get(Call call) {
    PyObject found = dict(call).get(call.get(0));
    return found == null ? call.get(1, PyObject.None.NONE) : found;
  }

  private static PyObject fromKeys(Call call) {
    var entries = new LinkedHashMap<PyObject, PyObject>();
    for (PyObject key : Iterating.list(call.get(0), call.rendering())) {
      entries.put(key, call.get(1, PyObject.None.NONE));
    }
    return PyDict.of(entries);
  }

  private static PyObject count(Call call) {
    long count = 0;
    for (PyObject item : ((PySequence) call.self()).items()) {
      call.rendering().step();
      count += Comparing.equal(item, call.get(0), call.rendering()) ? 1 : 0;
    }
    return Int.of(count);
  }

  private static PyObject index(Call call) {
    List<PyObject> items = ((PySequence) call.self()).items();
    int start = bound(call.whole(1, 0), items.size());
    int stop = bound(call.whole(2, items.size()), items.size());
    for (int i = start; i < stop; i++) {
      call.rendering().step();
      if (Comparing.equal(items.get(i), call.get(0), call.rendering())) {
        return Int.of(i);
      }
    }
    String shown = Printing.repr(call.get(0), call.rendering());
    throw PyError.value(
        "%s is not in the list; check with 'in' first",
        shown.length() <= 60 ? shown : shown.substring(0, 57) + "…");
  }

  private static int bound(int index, int size) {
    return Math.clamp(index < 0 ? (long) index + size : index, 0, size);
  }
}
