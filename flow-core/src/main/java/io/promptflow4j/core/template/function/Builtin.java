package io.promptflow4j.core.template.function;

import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.Rendering;

/// A filter, a test or a method.
public final class Builtin {

  /// What it does.
  @FunctionalInterface
  public interface Body {
    PyObject apply(Call call);
  }

  private final String name;
  private final Signature signature;
  private final Body body;

  Builtin(String name, Signature signature, Body body) {
    this.name = name;
    this.signature = signature;
    this.body = body;
  }

  public String name() {
    return name;
  }

  public PyObject call(PyObject self, Arguments arguments, Rendering rendering) {
    rendering.step();
    return body.apply(new Call(name, self, signature.bind(name, arguments), arguments, rendering));
  }
}
