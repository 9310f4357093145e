package io.promptflow4j.core.template.render;

import io.promptflow4j.core.template.operation.Comparing;
import io.promptflow4j.core.template.operation.Iterating;
import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyNumber.Bool;
import io.promptflow4j.core.template.python.PyNumber.Int;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySpecial;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import io.promptflow4j.core.template.python.Rendering;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The variable `loop` of one running loop. It looks at most one item ahead, and only when asked.
public final class Loop implements PySpecial, Iterator<PyObject> {

  /// Runs the loop once more, one level deeper, over other items.
  @FunctionalInterface
  public interface Recursion {
    PyText run(PyObject items, int depth);
  }

  private final Rendering rendering;
  private final int depth;
  private final @Nullable Recursion recursion;
  private Iterator<PyObject> rest;
  private int length;
  private int index = -1;
  private @Nullable PyObject previous;
  private @Nullable PyObject current;
  private @Nullable PyObject ahead;
  private @Nullable List<PyObject> lastChanged;

  /// A loop that has not begun.
  ///
  /// @param items what is looped over, after filtering
  /// @param recursion null if the loop is not recursive
  public Loop(
      PyObject items,
      Iterator<PyObject> rest,
      boolean filtered,
      int depth,
      @Nullable Recursion recursion,
      Rendering rendering) {
    OptionalInt known = filtered ? OptionalInt.empty() : Iterating.length(items);
    this.length = known.orElse(-1);
    this.rest = rest;
    this.depth = depth;
    this.recursion = recursion;
    this.rendering = rendering;
  }

  @Override
  public boolean hasNext() {
    return ahead != null || rest.hasNext();
  }

  @Override
  public PyObject next() {
    PyObject item = peek();
    if (item == null) {
      throw new NoSuchElementException("the loop is over");
    }
    ahead = null;
    previous = current;
    current = item;
    index++;
    return item;
  }

  private @Nullable PyObject peek() {
    if (ahead == null && rest.hasNext()) {
      ahead = rest.next();
    }
    return ahead;
  }

  private int size() {
    if (length < 0) {
      var remaining = new ArrayList<PyObject>();
      while (rest.hasNext()) {
        rendering.step();
        remaining.add(rest.next());
      }
      rest = remaining.iterator();
      length = index + 1 + (ahead == null ? 0 : 1) + remaining.size();
    }
    return length;
  }

  @Override
  public @Nullable PyObject attribute(String name) {
    return switch (name) {
      case "index" -> Int.of(index + 1L);
      case "index0" -> Int.of(index);
      case "revindex" -> Int.of((long) size() - index);
      case "revindex0" -> Int.of(size() - index - 1L);
      case "first" -> Bool.of(index == 0);
      case "last" -> Bool.of(peek() == null);
      case "length" -> Int.of(size());
      case "depth" -> Int.of(depth + 1L);
      case "depth0" -> Int.of(depth);
      case "previtem" -> neighbour(previous, "there is no previous item; check 'loop.first'");
      case "nextitem" -> neighbour(peek(), "there is no next item; check 'loop.last'");
      case "cycle" -> new Method("cycle", this::cycle);
      case "changed" -> new Method("changed", this::changed);
      default -> null;
    };
  }

  private PyObject neighbour(@Nullable PyObject item, String problem) {
    return item == null ? rendering.undefined(problem) : item;
  }

  private PyObject cycle(Arguments arguments) {
    List<PyObject> choices = arguments.positional();
    if (choices.isEmpty()) {
      throw PyError.type("'loop.cycle' needs items to cycle through");
    }
    return choices.get(index % choices.size());
  }

  private PyObject changed(Arguments arguments) {
    List<PyObject> now = arguments.positional();
    boolean same =
        lastChanged != null && Comparing.equal(PyTuple.of(lastChanged), PyTuple.of(now), rendering);
    lastChanged = now;
    return Bool.of(!same);
  }

  @Override
  public boolean isCallable() {
    return true;
  }

  @Override
  public PyObject call(Arguments arguments, Rendering rendering) {
    if (recursion == null) {
      throw PyError.type("this loop is not recursive; add 'recursive' at the end of its 'for' tag");
    }
    if (arguments.positional().size() != 1 || !arguments.keywords().isEmpty()) {
      throw PyError.type("'loop' is called with the items of the next level");
    }
    return recursion.run(arguments.positional().getFirst(), depth + 1);
  }

  @Override
  public Iterator<PyObject> items() {
    Iterator<PyObject> loop = this;
    return new Iterator<>() { // Python's loop gives each item together with itself
      @Override
      public boolean hasNext() {
        return loop.hasNext();
      }

      @Override
      public PyObject next() {
        return PyTuple.of(loop.next(), Loop.this);
      }
    };
  }

  @Override
  public OptionalInt length() {
    return OptionalInt.of(size());
  }

  @Override
  public String shown() {
    return "<LoopContext " + (index + 1) + "/" + size() + ">";
  }

  @Override
  public String kind() {
    return "the loop";
  }

  /// A method of the loop.
  private record Method(String name, Function<Arguments, PyObject> body) implements PySpecial {
    @Override
    public boolean isCallable() {
      return true;
    }

    @Override
    public PyObject call(Arguments arguments, Rendering rendering) {
      return body.apply(arguments);
    }

    @Override
    public String shown() {
      return "<method " + name + ">";
    }

    @Override
    public String kind() {
      return "the method 'loop." + name + "'";
    }
  }
}
