package io.promptflow4j.core.template.filter;

import io.promptflow4j.core.template.function.Builtins;
import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.operation.Arithmetic;
import io.promptflow4j.core.template.operation.Iterating;
import io.promptflow4j.core.template.operation.Printing;
import io.promptflow4j.core.template.operation.Subscripts;
import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyIterator;
import io.promptflow4j.core.template.python.PyList;
import io.promptflow4j.core.template.python.PyNumber.Int;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyUndefined;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Filters that take lists, or make them.
final class ListFilters {

  static final Builtins TABLE =
      new Builtins()
          .add("first", "", ListFilters::first)
          .add("last", "", ListFilters::last)
          .add("random", "", ListFilters::random)
          .add("length count", "", ListFilters::length)
          .add("list", "", call -> PyList.of(all(call)))
          .add("items", "", call -> lazily("generator object do_items", () -> items(call)))
          .add("join", "d? attribute?", ListFilters::join)
          .add("reverse", "", ListFilters::reverse)
          .add("sum", "attribute? start?", ListFilters::sum)
          .add(
              "batch",
              "linecount fill_with?",
              call -> lazily("generator object do_batch", () -> batch(call)))
          .add(
              "slice",
              "slices fill_with?",
              call -> lazily("generator object sync_do_slice", () -> slice(call)))
          .add(
              "unique",
              "case_sensitive? attribute?",
              call -> lazily("generator object do_unique", () -> unique(call)));

  private ListFilters() {}

  static List<PyObject> all(Call call) {
    List<PyObject> items = Iterating.list(call.self(), call.rendering());
    call.rendering().charge(items.size());
    return items;
  }

  private static PyObject first(Call call) {
    Iterator<PyObject> items = Iterating.iterator(call.self(), call.rendering());
    return items.hasNext() ? items.next() : nothing(call);
  }

  private static PyObject nothing(Call call) {
    return call.rendering()
        .undefined(
            "'%s' of no items is undefined; check that there are some".formatted(call.name()));
  }

  private static PyObject last(Call call) {
    List<PyObject> items = backwards(call);
    return items.isEmpty() ? nothing(call) : items.getFirst();
  }

  private static List<PyObject> backwards(Call call) {
    return call.self() instanceof PyText
        ? all(call).reversed()
        : Iterating.reversed(call.self())
            .orElseThrow(() ->
                PyError.type(
                    "'%s' needs a list or a text, but got %s; convert it with |list",
                    call.name(), call.self().kind()));
  }

  private static PyObject random(Call call) {
    throw new PyError(
        PyError.Kind.REFUSED,
        "'random' is refused, as a prompt has to be the same each time; choose in a node before");
  }

  private static PyObject length(Call call) {
    return Int.of(
        Iterating.length(call.self())
            .orElseThrow(() ->
                PyError.type(
                    "'%s' needs a list, a mapping or a text, but got %s%s",
                    call.name(),
                    call.self().kind(),
                    call.self() instanceof PyIterator ? "; put |list before it" : "")));
  }

  private static List<PyObject> items(Call call) {
    return switch (call.self()) {
      case PyUndefined _ -> List.of();
      case PyDict dict -> dict.pairs();
      case PyObject other ->
          throw PyError.type("'items' needs a mapping, but got %s", other.kind());
    };
  }

  static PyIterator iterator(String name, Iterator<PyObject> items) {
    return new PyIterator(name, items);
  }

  /// Items that are not computed, and whose mistakes are not made, before the first is asked for.
  static PyIterator lazily(String name, Supplier<? extends Iterable<PyObject>> items) {
    return new PyIterator(
        name,
        new Iterator<>() {
          private @Nullable Iterator<PyObject> started;

          private Iterator<PyObject> start() {
            if (started == null) {
              started = items.get().iterator();
            }
            return started;
          }

          @Override
          public boolean hasNext() {
            return start().hasNext();
          }

          @Override
          public PyObject next() {
            return start().next();
          }
        });
  }

  private static PyObject join(Call call) {
    UnaryOperator<PyObject> part =
        Items.getter(call.has(1) ? call.find(1) : null, null, call.rendering());
    String separator = call.string(0, "");
    var out = new StringBuilder();
    boolean first = true;
    Iterator<PyObject> items = Iterating.iterator(call.self(), call.rendering());
    while (items.hasNext()) {
      out.append(first ? "" : separator);
      out.append(Printing.str(part.apply(items.next()), call.rendering()));
      call.rendering().limitText(out.length());
      call.rendering().step();
      first = false;
    }
    call.rendering().chargeText(out.length());
    return PyText.of(out.toString());
  }

  private static PyObject reverse(Call call) {
    if (call.self() instanceof PyText text) {
      return Subscripts.slice(text, null, null, Int.of(-1), call.rendering());
    }
    List<PyObject> reversed =
        Iterating.reversed(call.self()).orElseGet(() -> List.copyOf(all(call)).reversed());
    return call.self() instanceof PyIterator
        ? PyList.of(reversed)
        : iterator("reversed object", reversed.iterator());
  }

  private static PyObject sum(Call call) {
    UnaryOperator<PyObject> part =
        Items.getter(call.has(0) ? call.find(0) : null, null, call.rendering());
    PyObject sum = call.get(1, Int.of(0));
    if (sum instanceof PyText) {
      throw PyError.type("'sum' adds numbers or lists; use |join for texts");
    }
    for (PyObject item : all(call)) {
      sum = Arithmetic.add(sum, part.apply(item), call.rendering());
    }
    return sum;
  }

  private static List<PyObject> batch(Call call) {
    int size = call.whole(0, 1);
    var batches = new ArrayList<PyObject>();
    List<PyObject> batch = new ArrayList<>();
    for (PyObject item : all(call)) {
      if (batch.size() == size) {
        batches.add(PyList.of(batch));
        batch = new ArrayList<>();
      }
      batch.add(item);
    }
    if (!batch.isEmpty() && call.has(1)) {
      call.rendering().charge(size);
      while (batch.size() < size) {
        batch.add(call.get(1));
      }
    }
    if (!batch.isEmpty()) {
      batches.add(PyList.of(batch));
    }
    return batches;
  }

  private static List<PyObject> slice(Call call) {
    int slices = call.whole(0, 1);
    if (slices == 0) {
      throw new PyError(PyError.Kind.ARITHMETIC, "'slice' needs at least 1 slice");
    }
    List<PyObject> items = all(call);
    call.rendering().charge(slices);
    int size = Math.floorDiv(items.size(), slices);
    int longer = Math.floorMod(items.size(), slices);
    var result = new ArrayList<PyObject>();
    int at = 0;
    for (int i = 0; i < slices; i++) {
      int end = at + size + (i < longer ? 1 : 0);
      var slice = new ArrayList<PyObject>(items.subList(at, end));
      if (call.has(1) && i >= longer) {
        slice.add(call.get(1));
      }
      result.add(PyList.of(slice));
      at = end;
    }
    return result;
  }

  private static List<PyObject> unique(Call call) {
    UnaryOperator<PyObject> key =
        Items.key(call, call.truth(0, false), call.has(1) ? call.find(1) : null);
    Set<PyObject> seen = new HashSet<>();
    var unique = new ArrayList<PyObject>();
    for (PyObject item : all(call)) {
      if (seen.add(key.apply(item))) {
        unique.add(item);
      }
    }
    return unique;
  }
}
