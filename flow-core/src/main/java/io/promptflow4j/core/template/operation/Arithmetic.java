package io.promptflow4j.core.template.operation;

import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyList;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyNumber.Int;
import io.promptflow4j.core.template.python.PyNumber.Real;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySequence;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.python.Rendering;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// `+`, `-`, `*`, `/`, `//`, `%`, `**` and the signs.
public final class Arithmetic {

  private Arithmetic() {}

  public static PyObject add(PyObject left, PyObject right, Rendering rendering) {
    if (left instanceof PyNumber a && right instanceof PyNumber b) {
      return Numbers.add(a, b);
    }
    if (left instanceof PyText a && right instanceof PyText b) {
      rendering.chargeText((long) a.text().length() + b.text().length());
      return Markup.join(a, b);
    }
    boolean lists = left instanceof PyList && right instanceof PyList;
    boolean tuples = left instanceof PyTuple && right instanceof PyTuple;
    if ((lists || tuples) && left instanceof PySequence a && right instanceof PySequence b) {
      rendering.charge((long) a.items().size() + b.items().size());
      var items = new ArrayList<PyObject>(a.items());
      items.addAll(b.items());
      return lists ? PyList.of(items) : PyTuple.of(items);
    }
    throw wrong("+", left, right, left instanceof PyText || right instanceof PyText);
  }

  public static PyObject subtract(PyObject left, PyObject right) {
    if (left instanceof PyNumber a && right instanceof PyNumber b) {
      return Numbers.add(a, Numbers.negate(b));
    }
    throw wrong("-", left, right, false);
  }

  public static PyObject multiply(PyObject left, PyObject right, Rendering rendering) {
    if (left instanceof PyNumber a && right instanceof PyNumber b) {
      return Numbers.multiply(a, b);
    }
    if (right instanceof PyNumber times && !(times instanceof Real)) {
      return repeat(left, times, right, rendering);
    }
    if (left instanceof PyNumber times && !(times instanceof Real)) {
      return repeat(right, times, left, rendering);
    }
    throw wrong("*", left, right, false);
  }

  private static PyObject repeat(
      PyObject repeated, PyNumber times, PyObject number, Rendering rendering) {
    int length =
        switch (repeated) {
          case PyText text -> text.text().length();
          case PyList list -> list.items().size();
          case PyTuple tuple -> tuple.items().size();
          default -> throw wrong("*", repeated, number, false);
        };
    int count = Numbers.clampToInt(PyNumber.whole(times).max(BigInteger.ZERO));
    long size = (long) length * count;
    if (repeated instanceof PyText text) {
      rendering.chargeText(size);
      return text.with(length == 0 ? "" : text.text().repeat(count));
    }
    rendering.charge(size);
    List<PyObject> once = ((PySequence) repeated).items();
    var items = new ArrayList<PyObject>();
    for (int i = 0; i < count && length > 0; i++) {
      items.addAll(once);
    }
    return repeated instanceof PyList ? PyList.of(items) : PyTuple.of(items);
  }

  public static PyObject divide(PyObject left, PyObject right) {
    if (left instanceof PyNumber a && right instanceof PyNumber b) {
      return Numbers.divide(a, b);
    }
    throw wrong("/", left, right, false);
  }

  public static PyObject floorDivide(PyObject left, PyObject right) {
    if (left instanceof PyNumber a && right instanceof PyNumber b) {
      return Numbers.floorDivide(a, b);
    }
    throw wrong("//", left, right, false);
  }

  public static PyObject modulo(PyObject left, PyObject right, Rendering rendering) {
    if (left instanceof PyNumber a && right instanceof PyNumber b) {
      return Numbers.modulo(a, b);
    }
    if (left instanceof PyText text) {
      return PercentFormat.format(text, right, rendering);
    }
    throw wrong("%", left, right, false);
  }

  public static PyObject power(PyObject left, PyObject right) {
    if (left instanceof PyNumber a && right instanceof PyNumber b) {
      return Numbers.power(a, b);
    }
    throw wrong("**", left, right, false);
  }

  public static PyObject negate(PyObject operand) {
    if (operand instanceof PyNumber number) {
      return Numbers.negate(number);
    }
    throw wrongSign("-", operand);
  }

  public static PyObject plus(PyObject operand) {
    if (operand instanceof PyNumber number) {
      return number instanceof Real ? number : new Int(PyNumber.whole(number));
    }
    throw wrongSign("+", operand);
  }

  private static PyError wrongSign(String operator, PyObject operand) {
    return operand instanceof PyUndefined undefined
        ? undefined.error()
        : PyError.type(
            "'%s' needs a number, but got %s; convert it with |int or |float",
            operator, operand.kind());
  }

  private static PyError wrong(
      String operator, PyObject left, PyObject right, boolean textInvolved) {
    for (PyObject operand : List.of(left, right)) {
      if (operand instanceof PyUndefined undefined) {
        return undefined.error();
      }
    }
    return PyError.type(
        "'%s' cannot take %s and %s; %s",
        operator,
        left.kind(),
        right.kind(),
        textInvolved
            ? "join texts with '~', or convert with |string"
            : "convert with |int, |float or |list");
  }
}
