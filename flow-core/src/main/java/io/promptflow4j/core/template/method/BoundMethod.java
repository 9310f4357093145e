package io.promptflow4j.core.template.method;

import io.promptflow4j.core.template.function.Builtin;
import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySpecial;
import io.promptflow4j.core.template.python.Rendering;

/// A method together with the object it belongs to.
record BoundMethod(PyObject self, Builtin method) implements PySpecial {
  @Override
  public boolean isCallable() {
    return true;
  }

  @Override
  public PyObject call(Arguments arguments, Rendering rendering) {
    return method.call(self, arguments, rendering);
  }

  @Override
  public String shown() {
    return "<method " + method.name() + ">";
  }

  @Override
  public String kind() {
    return "the method '" + method.name() + "'";
  }
}
