package io.promptflow4j.core.template.global;

import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySpecial;
import io.promptflow4j.core.template.python.PyTuple;
import io.promptflow4j.core.template.python.Rendering;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives its items in turn, each time `next` is called.
final class Cycler implements PySpecial {

  private final List<PyObject> items;
  private int position;

  Cycler(List<PyObject> items) {
    this.items = items;
  }

  @Override
  public @Nullable PyObject attribute(String name) {
    return switch (name) {
      case "current" -> items.get(position);
      case "items" -> PyTuple.of(items);
      case "pos" -> PyNumber.Int.of(position);
      case "next" -> new Step(this, true);
      case "reset" -> new Step(this, false);
      default -> null;
    };
  }

  private PyObject next() {
    PyObject current = items.get(position);
    position = (position + 1) % items.size();
    return current;
  }

  /// `next` or `reset` of a cycler.
  private record Step(Cycler cycler, boolean forward) implements PySpecial {
    @Override
    public boolean isCallable() {
      return true;
    }

    @Override
    public PyObject call(Arguments arguments, Rendering rendering) {
      if (forward) {
        return cycler.next();
      }
      cycler.position = 0;
      return PyObject.None.NONE;
    }

    @Override
    public String shown() {
      return "<method of a cycler>";
    }

    @Override
    public String kind() {
      return "a method of a cycler";
    }
  }

  @Override
  public String shown() {
    return "<Cycler>";
  }

  @Override
  public String kind() {
    return "a cycler";
  }
}
