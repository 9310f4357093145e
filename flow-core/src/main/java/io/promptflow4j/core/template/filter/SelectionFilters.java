package io.promptflow4j.core.template.filter;

import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.template.function.Builtin;
import io.promptflow4j.core.template.function.Builtins;
import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.operation.Iterating;
import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Filters that apply another filter or a test to each item. They work when their items are asked
/// for.
final class SelectionFilters {

  static final Builtins TABLE =
      new Builtins()
          .add("map", "*", SelectionFilters::map)
          .add("select", "*", call -> select(call, true, false))
          .add("reject", "*", call -> select(call, false, false))
          .add("selectattr", "*", call -> select(call, true, true))
          .add("rejectattr", "*", call -> select(call, false, true));

  private SelectionFilters() {}

  private static PyObject map(Call call) {
    return ListFilters.lazily("generator object sync_do_map", () -> () -> mapped(call));
  }

  private static Iterator<PyObject> mapped(Call call) {
    if (!call.self().truth()) {
      return Collections.emptyIterator();
    }
    UnaryOperator<PyObject> change = change(call);
    Iterator<PyObject> items = Iterating.iterator(call.self(), call.rendering());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public PyObject next() {
        call.rendering().step();
        return change.apply(items.next());
      }
    };
  }

  private static UnaryOperator<PyObject> change(Call call) {
    Arguments arguments = call.arguments();
    if (!arguments.positional().isEmpty()) {
      String name = name(arguments.positional().getFirst(), "filter");
      Builtin filter = Filters.TABLE.find(name);
      if (filter == null) {
        throw unknown("filter", name, Filters.TABLE.names());
      }
      Arguments passed = arguments.skip(1);
      return item -> filter.call(item, passed, call.rendering());
    }
    PyObject attribute = arguments.keywords().get("attribute");
    boolean unexpected =
        arguments.keywords().keySet().stream()
            .anyMatch(key -> !Set.of("attribute", "default").contains(key));
    if (attribute == null || unexpected) {
      throw PyError.type("'map' takes the name of a filter, or attribute='name' and default=value");
    }
    PyObject fallback = arguments.keywords().get("default");
    return Items.getter(
        attribute, fallback == PyObject.None.NONE ? null : fallback, call.rendering());
  }

  private static String name(PyObject name, String kind) {
    if (name instanceof PyText text) {
      return text.text();
    }
    throw PyError.type("the name of a %s is a text, not %s", kind, name.kind());
  }

  private static PyError unknown(String kind, String name, Set<String> known) {
    String shown = name.length() <= 60 ? name : name.substring(0, 57) + "…";
    return PyError.value(
        "there is no %s named '%s'.%s", kind, shown, Suggestion.didYouMean(name, known));
  }

  private static PyObject select(Call call, boolean wanted, boolean byAttribute) {
    return ListFilters.lazily(
        "generator object select_or_reject", () -> () -> selected(call, wanted, byAttribute));
  }

  private static Iterator<PyObject> selected(Call call, boolean wanted, boolean byAttribute) {
    if (!call.self().truth()) {
      return Collections.emptyIterator();
    }
    Predicate<PyObject> test = test(call, byAttribute);
    Iterator<PyObject> items = Iterating.iterator(call.self(), call.rendering());
    return new Chosen(items, item -> test.test(item) == wanted, call);
  }

  private static Predicate<PyObject> test(Call call, boolean byAttribute) {
    Arguments arguments = call.arguments();
    UnaryOperator<PyObject> part = UnaryOperator.identity();
    if (byAttribute) {
      if (arguments.positional().isEmpty()) {
        throw PyError.type("'%s' lacks the name of an attribute", call.name());
      }
      part = Items.getter(arguments.positional().getFirst(), null, call.rendering());
      arguments = arguments.skip(1);
    }
    UnaryOperator<PyObject> tested = part;
    if (arguments.positional().isEmpty()) {
      return item -> tested.apply(item).truth();
    }
    String name = name(arguments.positional().getFirst(), "test");
    Builtin test = Tests.TABLE.find(name);
    if (test == null) {
      throw unknown("test", name, Tests.TABLE.names());
    }
    Arguments passed = arguments.skip(1);
    return item -> test.call(tested.apply(item), passed, call.rendering()).truth();
  }

  /// The items that pass a test.
  private static final class Chosen implements Iterator<PyObject> {
    private final Iterator<PyObject> items;
    private final Predicate<PyObject> test;
    private final Call call;
    private @Nullable PyObject next;

    private Chosen(Iterator<PyObject> items, Predicate<PyObject> test, Call call) {
      this.items = items;
      this.test = test;
      this.call = call;
    }

    @Override
    public boolean hasNext() {
      while (next == null && items.hasNext()) {
        call.rendering().step();
        PyObject item = items.next();
        next = test.test(item) ? item : null;
      }
      return next != null;
    }

    @Override
    public PyObject next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no more items");
      }
      PyObject item = Objects.requireNonNull(next);
      next = null;
      return item;
    }
  }
}
