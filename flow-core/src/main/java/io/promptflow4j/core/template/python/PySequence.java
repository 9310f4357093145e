package io.promptflow4j.core.template.python;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/// Items with positions: a list, a tuple or a range.
public sealed interface PySequence extends PyObject permits PyList, PyTuple, PySequence.Range {

  List<PyObject> items();

  @Override
  default boolean truth() {
    return !items().isEmpty();
  }

  /// `range(start, stop, step)`, of at most 100,000 numbers.
  record Range(long start, long stop, long step, int size) implements PySequence {

    private static final long MAX_SIZE = 100_000;

    public static Range of(long start, long stop, long step) {
      if (step == 0) {
        throw new PyError(PyError.Kind.VALUE, "the step of a range cannot be 0");
      }
      long distance = step > 0 ? stop - start : start - stop;
      long size = distance <= 0 ? 0 : (distance - 1) / Math.abs(step) + 1;
      if (size > MAX_SIZE) {
        throw new PyError(
            PyError.Kind.LIMIT,
            "a range has at most %d numbers, and this one has %d".formatted(MAX_SIZE, size));
      }
      return new Range(start, stop, step, (int) size);
    }

    @Override
    public boolean truth() {
      return size > 0;
    }

    @Override
    public List<PyObject> items() {
      return new Numbers(this);
    }

    @Override
    public String kind() {
      return "a range";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Range that && items().equals(that.items());
    }

    @Override
    public int hashCode() {
      return items().hashCode();
    }

    /// The numbers of a range, each made when it is asked for.
    private static final class Numbers extends AbstractList<PyObject> implements RandomAccess {
      private final Range range;

      private Numbers(Range range) {
        this.range = range;
      }

      @Override
      public PyObject get(int index) {
        return PyNumber.Int.of(range.start + index * range.step);
      }

      @Override
      public int size() {
        return range.size;
      }
    }
  }
}
