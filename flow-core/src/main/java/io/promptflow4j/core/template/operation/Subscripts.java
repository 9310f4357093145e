package io.promptflow4j.core.template.operation;

import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyList;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySequence;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import io.promptflow4j.core.template.python.Rendering;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Positions and slices of texts and sequences.
public final class Subscripts {

  private Subscripts() {}

  /// `of[index]`, or null if there is no such position.
  public static @Nullable PyObject at(PyObject of, PyNumber index) {
    int length =
        switch (of) {
          case PyText text -> text.length();
          case PySequence sequence -> sequence.items().size();
          default -> 0;
        };
    if (index instanceof PyNumber.Real) {
      return null;
    }
    long at = clamp(PyNumber.whole(index));
    long position = at < 0 ? at + length : at;
    if (position < 0 || position >= length) {
      return null;
    }
    return switch (of) {
      case PyText text -> text.slice((int) position, (int) position + 1);
      case PySequence sequence -> sequence.items().get((int) position);
      default -> null;
    };
  }

  private static long clamp(BigInteger number) {
    if (number.bitLength() < 62) {
      return number.longValue();
    }
    return number.signum() < 0 ? Long.MIN_VALUE / 4 : Long.MAX_VALUE / 4;
  }

  /// `of[start:stop:step]`; null stands for a bound that is not given.
  public static PyObject slice(
      PyObject of,
      @Nullable PyObject start,
      @Nullable PyObject stop,
      @Nullable PyObject step,
      Rendering rendering) {
    var bounds = new Bounds(bound(start), bound(stop), bound(step));
    return switch (of) {
      case PyText text -> slice(text, bounds, rendering);
      case PyList list -> PyList.of(slice(list.items(), bounds, rendering));
      case PyTuple tuple -> PyTuple.of(slice(tuple.items(), bounds, rendering));
      case PySequence.Range range -> slice(range, bounds);
      default -> throw PyError.type("%s cannot be sliced; expected a text or a list", of.kind());
    };
  }

  private static @Nullable Long bound(@Nullable PyObject bound) {
    return switch (bound) {
      case null -> null;
      case PyObject.None _ -> null;
      case PyNumber.Int(var number) -> clamp(number);
      case PyNumber.Bool truth -> truth.truth() ? 1L : 0L;
      default ->
          throw PyError.type("the bounds of a slice are whole numbers, not %s", bound.kind());
    };
  }

  /// The bounds of a slice as they are written.
  private record Bounds(@Nullable Long start, @Nullable Long stop, @Nullable Long step) {

    long stride() {
      if (step == null) {
        return 1;
      }
      if (step == 0) {
        throw PyError.value("the step of a slice cannot be 0");
      }
      return step;
    }

    long first(int length) {
      long stride = stride();
      return start == null ? (stride > 0 ? 0 : length - 1) : within(start, length, stride);
    }

    long end(int length) {
      long stride = stride();
      return stop == null ? (stride > 0 ? length : -1) : within(stop, length, stride);
    }

    private static long within(long bound, int length, long stride) {
      long at = bound < 0 ? bound + length : bound;
      return stride > 0 ? Math.clamp(at, 0, length) : Math.clamp(at, -1, length - 1);
    }

    int size(int length) {
      long distance = stride() > 0 ? end(length) - first(length) : first(length) - end(length);
      return distance <= 0 ? 0 : (int) ((distance - 1) / Math.abs(stride()) + 1);
    }
  }

  private static PyObject slice(PyText text, Bounds bounds, Rendering rendering) {
    int length = text.length();
    int first = (int) bounds.first(length);
    int size = bounds.size(length);
    rendering.chargeText(size);
    if (bounds.stride() == 1) {
      return text.slice(first, first + size);
    }
    int[] points = text.text().codePoints().toArray();
    var out = new StringBuilder();
    for (int i = 0; i < size; i++) {
      out.appendCodePoint(points[(int) (first + i * bounds.stride())]);
    }
    return text.with(out.toString());
  }

  private static List<PyObject> slice(List<PyObject> items, Bounds bounds, Rendering rendering) {
    int size = bounds.size(items.size());
    long first = bounds.first(items.size());
    rendering.charge(size);
    var slice = new ArrayList<PyObject>(size);
    for (int i = 0; i < size; i++) {
      slice.add(items.get((int) (first + i * bounds.stride())));
    }
    return slice;
  }

  private static PyObject slice(PySequence.Range range, Bounds bounds) {
    long stride = range.step() * bounds.stride();
    long first = range.start() + bounds.first(range.size()) * range.step();
    return PySequence.Range.of(
        first, range.start() + bounds.end(range.size()) * range.step(), stride);
  }
}
