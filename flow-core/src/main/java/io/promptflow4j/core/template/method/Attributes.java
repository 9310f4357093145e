package io.promptflow4j.core.template.method;

import io.promptflow4j.core.template.function.Builtin;
import io.promptflow4j.core.template.function.Builtins;
import io.promptflow4j.core.template.operation.Subscripts;
import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyList;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySequence;
import io.promptflow4j.core.template.python.PySpecial;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.python.Rendering;
import org.jspecify.annotations.Nullable;

/// `object.name` and `object[key]`, with Jinja2's rules: a dot looks for a method first and for an
/// entry second, brackets the other way round, and what is not there is undefined.
public final class Attributes {

  private static final Builtins NO_METHODS = new Builtins();

  private Attributes() {}

  /// `object.name`
  public static PyObject dot(PyObject object, String name, Rendering rendering) {
    rendering.step();
    if (object instanceof PyUndefined undefined) {
      throw undefined.error();
    }
    PyObject found = attribute(object, name);
    if (found == null && object instanceof PyDict dict && !isInternal(name)) {
      found = dict.get(name);
    }
    return found == null ? missing(object, name, rendering) : found;
  }

  /// `object|attr(name)`
  public static PyObject attributeOnly(PyObject object, String name, Rendering rendering) {
    if (object instanceof PyUndefined undefined) {
      throw undefined.error();
    }
    PyObject found = attribute(object, name);
    return found == null ? missing(object, name, rendering) : found;
  }

  /// `object[key]`
  public static PyObject item(PyObject object, PyObject key, Rendering rendering) {
    rendering.step();
    if (object instanceof PyUndefined undefined) {
      throw undefined.error();
    }
    PyObject found = entry(object, key);
    if (found == null && key instanceof PyText text) {
      found = attribute(object, text.text());
      return found == null ? missing(object, text.text(), rendering) : found;
    }
    return found == null
        ? rendering.undefined(
            "%s has no item %s; check with 'is defined'"
                .formatted(
                    object.kind(), key instanceof PyNumber ? "at this position" : "like this"))
        : found;
  }

  private static @Nullable PyObject entry(PyObject object, PyObject key) {
    return switch (object) {
      case PyDict dict -> dictEntry(dict, key);
      case PyText _, PySequence _ ->
          key instanceof PyNumber number ? Subscripts.at(object, number) : null;
      default -> null;
    };
  }

  private static @Nullable PyObject dictEntry(PyDict dict, PyObject key) {
    try {
      return dict.get(key);
    } catch (PyError unhashable) {
      if (unhashable.kind() == PyError.Kind.TYPE) {
        return null;
      }
      throw unhashable;
    }
  }

  private static PyObject missing(PyObject object, String name, Rendering rendering) {
    String shown = name.length() <= 60 ? name : name.substring(0, 57) + "…";
    return rendering.undefined(
        "%s has no attribute '%s'; check with 'is defined', or give a value with |default"
            .formatted(object.kind(), shown));
  }

  private static boolean isInternal(String name) {
    return name.startsWith("__") && name.endsWith("__");
  }

  private static @Nullable PyObject attribute(PyObject object, String name) {
    if (name.startsWith("_")) {
      return null;
    }
    if (object instanceof PySpecial special) {
      return special.attribute(name);
    }
    if (object instanceof PyTuple tuple) {
      PyObject part = tuple.named(name);
      if (part != null) {
        return part;
      }
    }
    PyObject value = NumberMethods.attribute(object, name);
    if (value != null) {
      return value;
    }
    Builtin method = methodsOf(object).find(name);
    return method == null ? null : new BoundMethod(object, method);
  }

  private static Builtins methodsOf(PyObject object) {
    return switch (object) {
      case PyText _ -> TextMethods.TABLE;
      case PyDict _ -> CollectionMethods.OF_DICT;
      case PyList _ -> CollectionMethods.OF_LIST;
      case PyTuple _, PySequence.Range _ -> CollectionMethods.OF_TUPLE;
      case PyNumber.Real _ -> NumberMethods.OF_REAL;
      case PyNumber _ -> NumberMethods.OF_WHOLE;
      default -> NO_METHODS;
    };
  }
}
