package io.promptflow4j.core.template.operation;

import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyIterator;
import io.promptflow4j.core.template.python.PyList;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySequence;
import io.promptflow4j.core.template.python.PySpecial;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.python.Rendering;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.math.BigInteger;
import java.util.List;

/// Python's `str` and `repr`.
public final class Printing {

  /// Python refuses to print whole numbers of more digits.
  private static final int MAX_DIGITS = 4_300;

  private Printing() {}

  public static String str(PyObject object, Rendering rendering) {
    return switch (object) {
      case PyText text -> text.text();
      case PyNumber.Int(var number) -> whole(number);
      case PyUndefined undefined -> {
        undefined.touch();
        yield "";
      }
      default -> repr(object, rendering);
    };
  }

  public static String repr(PyObject object, Rendering rendering) {
    var out = new StringBuilder();
    appendRepr(object, out, rendering);
    return out.toString();
  }

  public static void appendRepr(PyObject object, StringBuilder out, Rendering rendering) {
    switch (object) {
      case PyText text -> quote(text, out, rendering);
      case PyNumber.Int(var number) -> out.append(whole(number));
      case PyNumber.Real(var number) -> out.append(PythonText.floatRepr(number));
      case PyNumber.Bool bool -> out.append(bool.truth() ? "True" : "False");
      case PyObject.None _ -> out.append("None");
      case PyObject.Image(var image) -> out.append(PythonText.str(image));
      case PyList list -> list("[", list.items(), "]", out, rendering);
      case PyTuple tuple ->
          list("(", tuple.items(), tuple.items().size() == 1 ? ",)" : ")", out, rendering);
      case PySequence.Range range -> appendRange(range, out);
      case PyDict dict -> appendDict(dict, out, rendering);
      case PyDict.View(var name, var items) -> list(name + "([", items, "])", out, rendering);
      case PyIterator iterator -> out.append('<').append(iterator.name()).append('>');
      case PyUndefined _ -> out.append("Undefined");
      case PySpecial special -> out.append(special.shown());
    }
    if (out.length() > rendering.maxTextLength()) {
      rendering.chargeText(out.length());
    }
  }

  private static String whole(BigInteger number) {
    if (number.bitLength() > 14_000) {
      String digits = number.abs().toString();
      if (digits.length() > MAX_DIGITS) {
        throw PyError.value("a number of more than %d digits cannot be printed", MAX_DIGITS);
      }
    }
    return number.toString();
  }

  private static void quote(PyText text, StringBuilder out, Rendering rendering) {
    rendering.chargeText(text.text().length());
    if (text.isMarkup()) {
      out.append("Markup(");
    }
    PythonText.appendRepr(Value.of(text.text()), out);
    if (text.isMarkup()) {
      out.append(')');
    }
  }

  private static void list(
      String open, List<PyObject> items, String close, StringBuilder out, Rendering rendering) {
    rendering.charge(items.size());
    out.append(open);
    String separator = "";
    for (PyObject item : items) {
      out.append(separator);
      appendRepr(item, out, rendering);
      separator = ", ";
    }
    out.append(close);
  }

  private static void appendRange(PySequence.Range range, StringBuilder out) {
    out.append("range(").append(range.start()).append(", ").append(range.stop());
    if (range.step() != 1) {
      out.append(", ").append(range.step());
    }
    out.append(')');
  }

  private static void appendDict(PyDict dict, StringBuilder out, Rendering rendering) {
    rendering.charge(dict.size());
    List<PyObject> keys = dict.keys();
    List<PyObject> values = dict.values();
    out.append('{');
    for (int i = 0; i < keys.size(); i++) {
      out.append(i == 0 ? "" : ", ");
      appendRepr(keys.get(i), out, rendering);
      out.append(": ");
      appendRepr(values.get(i), out, rendering);
    }
    out.append('}');
  }
}
