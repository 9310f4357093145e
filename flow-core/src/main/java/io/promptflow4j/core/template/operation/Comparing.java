package io.promptflow4j.core.template.operation;

import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyList;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySequence;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.python.Rendering;
import java.util.Comparator;
import java.util.List;

/// `==`, `<`, `in`, `is sameas`, and sorting.
public final class Comparing {

  private static final int NOT_COMPARABLE = 2;

  private Comparing() {}

  public static boolean equal(PyObject one, PyObject two, Rendering rendering) {
    if (two instanceof PyUndefined undefined) {
      return undefined.equals(one);
    }
    return switch (one) {
      case PyText text -> two instanceof PyText other && text.text().equals(other.text());
      case PyNumber number -> two instanceof PyNumber other && PyNumber.compare(number, other) == 0;
      case PyList list ->
          two instanceof PyList other && equal(list.items(), other.items(), rendering);
      case PyTuple tuple ->
          two instanceof PyTuple other && equal(tuple.items(), other.items(), rendering);
      case PySequence.Range range ->
          two instanceof PySequence.Range other && equal(range.items(), other.items(), rendering);
      case PyDict dict -> two instanceof PyDict other && equal(dict, other, rendering);
      case PyUndefined undefined -> undefined.equals(two);
      default -> one.equals(two);
    };
  }

  private static boolean equal(List<PyObject> one, List<PyObject> two, Rendering rendering) {
    if (one.size() != two.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      rendering.step();
      if (!equal(one.get(i), two.get(i), rendering)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equal(PyDict one, PyDict two, Rendering rendering) {
    if (one.size() != two.size()) {
      return false;
    }
    for (PyObject key : one.keys()) {
      rendering.step();
      PyObject mine = one.get(key);
      PyObject theirs = two.get(key);
      if (mine == null || theirs == null || !equal(mine, theirs, rendering)) {
        return false;
      }
    }
    return true;
  }

  /// Whether both are the same object. Equal texts, numbers and truth values of one kind are.
  public static boolean same(PyObject one, PyObject two) {
    return switch (one) {
      case PyText text -> two instanceof PyText && text.equals(two);
      case PyNumber number -> number.getClass() == two.getClass() && number.equals(two);
      case PyList list -> two instanceof PyList other && list.isSame(other);
      case PyDict dict -> two instanceof PyDict other && dict.isSame(other);
      default -> isIdentical(one, two);
    };
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean isIdentical(PyObject one, PyObject two) {
    return one == two;
  }

  public static boolean less(PyObject one, PyObject two, String operator, Rendering rendering) {
    return order(one, two, operator, rendering) == -1;
  }

  /// −1, 0 or 1 as `one` is less than, equal to or greater than `two`; 2 if it is none of these.
  public static int order(PyObject one, PyObject two, String operator, Rendering rendering) {
    if (one instanceof PyNumber a && two instanceof PyNumber b) {
      return PyNumber.compare(a, b);
    }
    if (one instanceof PyText a && two instanceof PyText b) {
      return Integer.signum(comparePoints(a.text(), b.text()));
    }
    boolean alike =
        (one instanceof PyList && two instanceof PyList)
            || (one instanceof PyTuple && two instanceof PyTuple);
    if (alike && one instanceof PySequence a && two instanceof PySequence b) {
      return order(a.items(), b.items(), operator, rendering);
    }
    for (PyObject operand : List.of(one, two)) {
      if (operand instanceof PyUndefined undefined) {
        throw undefined.error();
      }
    }
    throw PyError.type(
        "'%s' cannot compare %s with %s; convert one of them, with |int, |float or |string",
        operator, one.kind(), two.kind());
  }

  private static int order(
      List<PyObject> one, List<PyObject> two, String operator, Rendering rendering) {
    int shared = Math.min(one.size(), two.size());
    for (int i = 0; i < shared; i++) {
      rendering.step();
      if (!equal(one.get(i), two.get(i), rendering)) {
        return order(one.get(i), two.get(i), operator, rendering);
      }
    }
    return Integer.compare(one.size(), two.size());
  }

  /// The order of two texts by code points; Java's own is by UTF-16 units.
  private static int comparePoints(String one, String two) {
    int shared = Math.min(one.length(), two.length());
    for (int i = 0; i < shared; i++) {
      char a = one.charAt(i);
      char b = two.charAt(i);
      if (a != b) {
        boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
        return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
      }
    }
    return Integer.compare(one.length(), two.length());
  }

  /// The order that sorting uses.
  public static Comparator<PyObject> sorting(Rendering rendering) {
    return (one, two) -> {
      rendering.step();
      int order = order(one, two, "<", rendering);
      return order == NOT_COMPARABLE ? 0 : order;
    };
  }

  /// `item in container`
  public static boolean contains(PyObject container, PyObject item, Rendering rendering) {
    return switch (container) {
      case PyText text -> {
        if (item instanceof PyText part) {
          rendering.charge(text.text().length() >> 4);
          yield text.text().contains(part.text());
        }
        throw PyError.type(
            "'in' looks for a text in a text, but was given %s; convert it with |string",
            item.kind());
      }
      case PyDict dict -> dict.get(item) != null;
      case PyNumber _, PyObject.None _ ->
          throw PyError.type(
              "'in' needs a text, a list or a mapping, but got %s", container.kind());
      default -> containsItem(Iterating.list(container, rendering), item, rendering);
    };
  }

  private static boolean containsItem(List<PyObject> items, PyObject wanted, Rendering rendering) {
    for (PyObject item : items) {
      rendering.step();
      if (equal(item, wanted, rendering)) {
        return true;
      }
    }
    return false;
  }
}
