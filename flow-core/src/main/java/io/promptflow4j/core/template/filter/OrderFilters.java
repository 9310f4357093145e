package io.promptflow4j.core.template.filter;

import io.promptflow4j.core.template.function.Builtins;
import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.operation.Comparing;
import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyList;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/// Filters that sort, or seek the largest or smallest.
final class OrderFilters {

  static final Builtins TABLE =
      new Builtins()
          .add("sort", "reverse? case_sensitive? attribute?", OrderFilters::sort)
          .add("dictsort", "case_sensitive? by? reverse?", OrderFilters::sortDict)
          .add("groupby", "attribute default? case_sensitive?", OrderFilters::groupBy)
          .add("max", "case_sensitive? attribute?", call -> extreme(call, 1))
          .add("min", "case_sensitive? attribute?", call -> extreme(call, -1));

  private OrderFilters() {}

  /// An item with what it is sorted by.
  private record Keyed(PyObject key, PyObject item) {}

  private static List<PyObject> sorted(
      List<PyObject> items, UnaryOperator<PyObject> key, boolean reverse, Call call) {
    call.rendering().charge(items.size());
    var keyed = new ArrayList<Keyed>(items.size());
    items.forEach(item -> keyed.add(new Keyed(key.apply(item), item)));
    Comparator<Keyed> order = Comparator.comparing(Keyed::key, Comparing.sorting(call.rendering()));
    try {
      keyed.sort(reverse ? order.reversed() : order);
    } catch (IllegalArgumentException inconsistent) {
      throw PyError.value("'%s' found no order; NaN cannot be sorted", call.name());
    }
    return keyed.stream().map(Keyed::item).toList();
  }

  private static PyObject sort(Call call) {
    boolean caseSensitive = call.truth(1, false);
    UnaryOperator<PyObject> key =
        sortKey(call.has(2) ? call.get(2) : PyObject.None.NONE, caseSensitive, call);
    return PyList.of(sorted(ListFilters.all(call), key, call.whole(0, 0) != 0, call));
  }

  /// Several attributes may be given, separated by commas. The key is always a list, so that items
  /// that are equal need no order.
  private static UnaryOperator<PyObject> sortKey(
      PyObject attribute, boolean caseSensitive, Call call) {
    if (!(attribute instanceof PyText names)) {
      UnaryOperator<PyObject> one = Items.key(call, caseSensitive, attribute);
      return item -> PyList.of(one.apply(item));
    }
    var keys = new ArrayList<UnaryOperator<PyObject>>();
    for (String name : names.text().split(",", -1)) {
      keys.add(Items.key(call, caseSensitive, PyText.of(name)));
    }
    return item -> PyList.of(keys.stream().map(key -> key.apply(item)).toList());
  }

  private static PyObject sortDict(Call call) {
    if (!(call.self() instanceof PyDict dict)) {
      throw PyError.type("'dictsort' needs a mapping, but got %s", call.self().kind());
    }
    int position =
        switch (call.string(1, "key")) {
          case "key" -> 0;
          case "value" -> 1;
          default -> throw PyError.value("'dictsort' sorts by 'key' or 'value'");
        };
    boolean caseSensitive = call.truth(0, false);
    UnaryOperator<PyObject> key =
        pair -> {
          PyObject part = ((PyTuple) pair).items().get(position);
          return caseSensitive ? part : Items.ignoreCase(part);
        };
    return PyList.of(sorted(dict.pairs(), key, call.whole(2, 0) != 0, call));
  }

  private static PyObject groupBy(Call call) {
    PyObject fallback = call.has(1) ? call.find(1) : null;
    UnaryOperator<PyObject> part = Items.getter(call.get(0), fallback, call.rendering());
    boolean caseSensitive = call.truth(2, false);
    UnaryOperator<PyObject> key = caseSensitive ? part : item -> Items.ignoreCase(part.apply(item));
    var groups = new ArrayList<PyObject>();
    List<PyObject> current = new ArrayList<>();
    PyObject currentKey = null;
    for (PyObject item : sorted(ListFilters.all(call), key, false, call)) {
      PyObject itemKey = key.apply(item);
      if (currentKey != null && !Comparing.equal(currentKey, itemKey, call.rendering())) {
        groups.add(group(part.apply(current.getFirst()), current));
        current = new ArrayList<>();
      }
      currentKey = itemKey;
      current.add(item);
    }
    if (!current.isEmpty()) {
      groups.add(group(part.apply(current.getFirst()), current));
    }
    return PyList.of(groups);
  }

  private static PyObject group(PyObject key, List<PyObject> items) {
    return PyTuple.named(List.of("grouper", "list"), List.of(key, PyList.of(items)));
  }

  private static PyObject extreme(Call call, int wanted) {
    UnaryOperator<PyObject> key =
        Items.key(call, call.truth(0, false), call.has(1) ? call.find(1) : null);
    PyObject best = null;
    PyObject bestKey = null;
    for (PyObject item : ListFilters.all(call)) {
      PyObject itemKey = key.apply(item);
      if (bestKey == null
          || Comparing.order(itemKey, bestKey, wanted > 0 ? ">" : "<", call.rendering())
              == wanted) {
        best = item;
        bestKey = itemKey;
      }
    }
    return best == null
        ? call.rendering()
            .undefined(
                "'%s' of no items is undefined; check that there are some".formatted(call.name()))
        : best;
  }
}
