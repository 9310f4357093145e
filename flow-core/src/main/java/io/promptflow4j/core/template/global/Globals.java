package io.promptflow4j.core.template.global;

import io.promptflow4j.core.template.function.Builtin;
import io.promptflow4j.core.template.function.Builtins;
import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.operation.Iterating;
import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySequence;
import io.promptflow4j.core.template.python.PySpecial;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.Rendering;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `range`, `dict`, `namespace`, `cycler`, `joiner`; `lipsum` is refused.
public final class Globals {

  private static final Builtins TABLE =
      new Builtins()
          .add("range", "*", Globals::range)
          .add("dict", "*", call -> PyDict.of(entries(call)))
          .add("namespace", "*", call -> new Namespace(entries(call)))
          .add("cycler", "*", Globals::cycler)
          .add("joiner", "sep?", call -> new Joiner(call.get(0, PyText.of(", "))))
          .add("lipsum", "*", Globals::lipsum);

  private Globals() {}

  /// The function of this name, or null.
  public static @Nullable PyObject find(String name) {
    Builtin found = TABLE.find(name);
    return found == null ? null : new Function(found);
  }

  public static Set<String> names() {
    return TABLE.names();
  }

  /// A global function as a value.
  private record Function(Builtin builtin) implements PySpecial {
    @Override
    public boolean isCallable() {
      return true;
    }

    @Override
    public PyObject call(Arguments arguments, Rendering rendering) {
      return builtin.call(PyObject.None.NONE, arguments, rendering);
    }

    @Override
    public String shown() {
      return "<function " + builtin.name() + ">";
    }

    @Override
    public String kind() {
      return "the function '" + builtin.name() + "'";
    }
  }

  private static PyObject range(Call call) {
    List<PyObject> bounds = call.arguments().positional();
    if (!call.arguments().keywords().isEmpty() || bounds.isEmpty() || bounds.size() > 3) {
      throw PyError.type("'range' takes a stop, or start and stop, or start, stop and step");
    }
    long first = bound(bounds.getFirst());
    return switch (bounds.size()) {
      case 1 -> PySequence.Range.of(0, first, 1);
      case 2 -> PySequence.Range.of(first, bound(bounds.get(1)), 1);
      default -> PySequence.Range.of(first, bound(bounds.get(1)), bound(bounds.get(2)));
    };
  }

  private static long bound(PyObject bound) {
    if (bound instanceof PyNumber number && !(number instanceof PyNumber.Real)) {
      BigInteger whole = PyNumber.whole(number);
      if (whole.bitLength() > 60) {
        throw new PyError(PyError.Kind.LIMIT, "the bounds of a range are too large");
      }
      return whole.longValue();
    }
    throw PyError.type("'range' needs whole numbers, but got %s; convert with |int", bound.kind());
  }

  private static SequencedMap<PyObject, PyObject> entries(Call call) {
    List<PyObject> sources = call.arguments().positional();
    if (sources.size() > 1) {
      throw PyError.type("'%s' takes one mapping and name=value pairs", call.name());
    }
    var entries = new LinkedHashMap<PyObject, PyObject>();
    for (PyObject source : sources) {
      addAll(source, entries, call);
    }
    call.arguments().keywords().forEach((name, value) -> entries.put(PyText.of(name), value));
    return entries;
  }

  private static void addAll(PyObject source, SequencedMap<PyObject, PyObject> entries, Call call) {
    Rendering rendering = call.rendering();
    List<PyObject> pairs =
        source instanceof PyDict dict ? dict.pairs() : Iterating.list(source, rendering);
    for (PyObject pair : pairs) {
      rendering.step();
      List<PyObject> parts = Iterating.list(pair, rendering);
      if (parts.size() != 2) {
        throw PyError.value("'%s' needs pairs of key and value", call.name());
      }
      entries.put(parts.get(0), parts.get(1));
    }
  }

  private static PyObject cycler(Call call) {
    if (call.arguments().positional().isEmpty()) {
      throw PyError.type("'cycler' needs at least one item");
    }
    return new Cycler(call.arguments().positional());
  }

  private static PyObject lipsum(Call call) {
    throw new PyError(
        PyError.Kind.REFUSED,
        "'%s' gives random text, and a prompt has to be the same each time; write the text"
            .formatted(call.name()));
  }
}
