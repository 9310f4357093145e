package io.promptflow4j.core.template.render;

import io.promptflow4j.core.template.python.PyObject;

/// A compiled expression.
@FunctionalInterface
public interface Evaluator {
  PyObject evaluate(Scope scope);
}
