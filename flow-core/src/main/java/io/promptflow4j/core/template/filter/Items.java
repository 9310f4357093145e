package io.promptflow4j.core.template.filter;

import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.method.Attributes;
import io.promptflow4j.core.template.operation.TextCases;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.python.Rendering;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// How filters get at a part of each item: `attribute='user.name'`, and `0` for a position.
final class Items {

  private Items() {}

  /// A function from an item to the part that `attribute` names; the item itself if it is null.
  static UnaryOperator<PyObject> getter(
      @Nullable PyObject attribute, @Nullable PyObject fallback, Rendering rendering) {
    List<PyObject> path = path(attribute);
    return item -> {
      PyObject part = item;
      for (PyObject step : path) {
        part = Attributes.item(part, step, rendering);
        if (fallback != null && part instanceof PyUndefined) {
          part = fallback;
        }
      }
      return part;
    };
  }

  private static List<PyObject> path(@Nullable PyObject attribute) {
    return switch (attribute) {
      case null -> List.of();
      case PyObject.None _ -> List.of();
      case PyText text -> steps(text.text());
      default -> List.of(attribute);
    };
  }

  static List<PyObject> steps(String path) {
    var steps = new ArrayList<PyObject>();
    int from = 0;
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', from)) {
      steps.add(step(path.substring(from, dot)));
      from = dot + 1;
    }
    steps.add(step(path.substring(from)));
    return steps;
  }

  private static PyObject step(String step) {
    boolean isNumber =
        !step.isEmpty() && step.length() < 20 && step.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? new PyNumber.Int(new BigInteger(step)) : PyText.of(step);
  }

  /// Lower case for a text, anything else as it is.
  static PyObject ignoreCase(PyObject object) {
    return object instanceof PyText text ? text.with(TextCases.lower(text.text())) : object;
  }

  /// The getter that a filter's arguments `case_sensitive` and `attribute` ask for.
  static UnaryOperator<PyObject> key(
      Call call, boolean caseSensitive, @Nullable PyObject attribute) {
    UnaryOperator<PyObject> part = getter(attribute, null, call.rendering());
    return caseSensitive ? part : item -> ignoreCase(part.apply(item));
  }
}
