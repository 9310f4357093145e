package io.promptflow4j.core.template.filter;

import io.promptflow4j.core.template.function.Builtins;
import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.method.Attributes;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.writing.JsonText;
import io.promptflow4j.core.template.writing.PrettyPrinter;

/// Filters that take any value.
final class ValueFilters {

  static final Builtins TABLE =
      new Builtins()
          .add("default d", "default_value? boolean?", ValueFilters::fallback)
          .add("attr", "name", ValueFilters::attribute)
          .add("tojson", "indent?", ValueFilters::toJson)
          .add(
              "pprint",
              "",
              call -> PyText.of(new PrettyPrinter(call.rendering()).print(call.self())));

  private ValueFilters() {}

  private static PyObject fallback(Call call) {
    boolean falls =
        call.self() instanceof PyUndefined || (call.truth(1, false) && !call.self().truth());
    return falls ? call.get(0, PyText.EMPTY) : call.self();
  }

  private static PyObject attribute(Call call) {
    return Attributes.attributeOnly(call.self(), call.text(0), call.rendering());
  }

  private static PyObject toJson(Call call) {
    PyObject indent = call.get(0, PyObject.None.NONE);
    String unit =
        switch (indent) {
          case PyObject.None _ -> null;
          case PyText text -> text.text();
          default -> {
            int blanks = Math.max(0, call.whole(0, 0));
            call.rendering().chargeText(blanks);
            yield " ".repeat(blanks);
          }
        };
    return PyText.markup(new JsonText(unit, call.rendering()).of(call.self()));
  }
}
