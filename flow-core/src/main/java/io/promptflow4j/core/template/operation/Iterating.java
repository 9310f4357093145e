package io.promptflow4j.core.template.operation;

import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyIterator;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySequence;
import io.promptflow4j.core.template.python.PySpecial;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.python.Rendering;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Going over what has items.
public final class Iterating {

  private Iterating() {}

  public static boolean isIterable(PyObject object) {
    return switch (object) {
      case PyText _, PySequence _, PyDict _, PyDict.View _, PyIterator _, PyUndefined _ -> true;
      case PySpecial special -> special.items() != null;
      case PyNumber _, PyObject.None _, PyObject.Image _ -> false;
    };
  }

  /// The items one after another. An iterator is used up by it.
  public static Iterator<PyObject> iterator(PyObject object, Rendering rendering) {
    if (object instanceof PyIterator(_, var items)) {
      return items;
    }
    Iterator<PyObject> own = object instanceof PySpecial special ? special.items() : null;
    return own == null ? list(object, rendering).iterator() : own;
  }

  /// All items. An iterator is used up by it.
  public static List<PyObject> list(PyObject object, Rendering rendering) {
    return switch (object) {
      case PySequence sequence -> sequence.items();
      case PyDict dict -> dict.keys();
      case PyDict.View view -> view.items();
      case PyText text -> points(text, rendering);
      case PyIterator(_, var items) -> drain(items, rendering);
      case PyUndefined undefined -> {
        undefined.touch();
        yield List.of();
      }
      case PySpecial special -> {
        Iterator<PyObject> items = special.items();
        if (items == null) {
          throw noItems(object);
        }
        yield drain(items, rendering);
      }
      case PyNumber _, PyObject.None _, PyObject.Image _ -> throw noItems(object);
    };
  }

  private static List<PyObject> points(PyText text, Rendering rendering) {
    rendering.charge(text.length());
    var points = new ArrayList<PyObject>(text.length());
    text.text().codePoints().forEach(point -> points.add(text.with(Character.toString(point))));
    return points;
  }

  private static List<PyObject> drain(Iterator<PyObject> items, Rendering rendering) {
    var all = new ArrayList<PyObject>();
    while (items.hasNext()) {
      rendering.step();
      all.add(items.next());
    }
    return all;
  }

  private static PyError noItems(PyObject object) {
    return PyError.type(
        "%s has no items to go over; expected a list, a mapping or a text", object.kind());
  }

  /// How many items there are, if that can be known without going over them.
  public static OptionalInt length(PyObject object) {
    return switch (object) {
      case PyText text -> OptionalInt.of(text.length());
      case PySequence sequence -> OptionalInt.of(sequence.items().size());
      case PyDict dict -> OptionalInt.of(dict.size());
      case PyDict.View view -> OptionalInt.of(view.items().size());
      case PyUndefined undefined -> {
        undefined.touch();
        yield OptionalInt.of(0);
      }
      case PySpecial special -> special.length();
      case PyIterator _, PyNumber _, PyObject.None _, PyObject.Image _ -> OptionalInt.empty();
    };
  }

  /// The items from the last to the first; empty if Python cannot reverse it.
  public static Optional<List<PyObject>> reversed(PyObject object) {
    return switch (object) {
      case PySequence sequence -> Optional.of(sequence.items().reversed());
      case PyDict dict -> Optional.of(dict.keys().reversed());
      case PyDict.View view -> Optional.of(view.items().reversed());
      case PyUndefined undefined -> {
        undefined.touch();
        yield Optional.of(Collections.emptyList());
      }
      default -> Optional.empty();
    };
  }
}
