package io.promptflow4j.core.template.layout;

import io.promptflow4j.core.template.operation.Comparing;
import io.promptflow4j.core.template.operation.Printing;
import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyList;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.python.Rendering;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The JSON that Python's Jinja2 writes: keys sorted, everything beyond ASCII escaped, and also
/// `<`, `>`, `&` and `'`, so that it can stand in HTML.
public final class JsonText {

  private final @Nullable String unit;
  private final Rendering rendering;
  private final StringBuilder out = new StringBuilder();

  /// @param unit what one level is indented by; null writes everything on one line
  public JsonText(@Nullable String unit, Rendering rendering) {
    this.unit = unit;
    this.rendering = rendering;
  }

  public String of(PyObject object) {
    append(object, 0);
    rendering.chargeText(out.length());
    return out.toString();
  }

  private void append(PyObject object, int level) {
    rendering.step();
    rendering.limitText(out.length());
    switch (object) {
      case PyText text -> quote(text.text());
      case PyNumber number -> out.append(number(number));
      case PyObject.None _ -> out.append("null");
      case PyList list -> list(list.items(), level);
      case PyTuple tuple -> list(tuple.items(), level);
      case PyDict dict -> dict(dict, level);
      case PyUndefined undefined ->
          throw PyError.type("'tojson' cannot write what is undefined: %s", undefined.problem());
      default ->
          throw PyError.type("'tojson' cannot write %s; convert it with |list", object.kind());
    }
  }

  private String number(PyNumber number) {
    return switch (number) {
      case PyNumber.Bool truth -> truth.truth() ? "true" : "false";
      case PyNumber.Real(var real) when Double.isNaN(real) -> "NaN";
      case PyNumber.Real(var real) when Double.isInfinite(real) ->
          real > 0 ? "Infinity" : "-Infinity";
      case PyNumber _ -> Printing.str(number, rendering);
    };
  }

  private void list(List<PyObject> items, int level) {
    if (items.isEmpty()) {
      out.append("[]");
      return;
    }
    out.append('[');
    for (int i = 0; i < items.size(); i++) {
      separate(i, level + 1);
      append(items.get(i), level + 1);
    }
    end(level, ']');
  }

  private void separate(int index, int level) {
    if (unit == null) {
      out.append(index == 0 ? "" : ", ");
    } else {
      rendering.limitText(out.length() + (long) level * unit.length());
      out.append(index == 0 ? "\n" : ",\n").repeat(unit, level);
    }
  }

  private void end(int level, char bracket) {
    if (unit != null) {
      out.append('\n').repeat(unit, level);
    }
    out.append(bracket);
  }

  private void dict(PyDict dict, int level) {
    if (dict.size() == 0) {
      out.append("{}");
      return;
    }
    List<PyObject> pairs = new ArrayList<>(dict.pairs());
    var order = Comparing.sorting(rendering);
    pairs.sort((one, two) -> order.compare(part(one, 0), part(two, 0)));
    out.append('{');
    for (int i = 0; i < pairs.size(); i++) {
      separate(i, level + 1);
      quote(key(part(pairs.get(i), 0)));
      out.append(": ");
      append(part(pairs.get(i), 1), level + 1);
    }
    end(level, '}');
  }

  private static PyObject part(PyObject pair, int index) {
    return ((PyTuple) pair).items().get(index);
  }

  private String key(PyObject key) {
    return switch (key) {
      case PyText text -> text.text();
      case PyNumber number -> number(number);
      case PyObject.None _ -> "null";
      default -> throw PyError.type("'tojson' cannot write %s as a key", key.kind());
    };
  }

  private void quote(String text) {
    rendering.charge(text.length() >> 3);
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          if (c < ' ' || c > '~' || c == '<' || c == '>' || c == '&' || c == '\'') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
