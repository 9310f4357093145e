package io.promptflow4j.core.template.method;

import io.promptflow4j.core.template.function.Builtins;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyNumber.Bool;
import io.promptflow4j.core.template.python.PyNumber.Int;
import io.promptflow4j.core.template.python.PyNumber.Real;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySequence;
import org.jspecify.annotations.Nullable;

/// Methods of numbers, and the attributes that are no methods.
final class NumberMethods {

  static final Builtins OF_REAL =
      new Builtins()
          .test("is_integer", "", call -> PyNumber.isWhole(((Real) call.self()).number()))
          .add("conjugate", "", call -> call.self());

  static final Builtins OF_WHOLE =
      new Builtins()
          .add("bit_length", "", call -> Int.of(whole(call.self()).number().abs().bitLength()))
          .add("bit_count", "", call -> Int.of(whole(call.self()).number().abs().bitCount()))
          .add("conjugate", "", call -> whole(call.self()));

  private NumberMethods() {}

  private static Int whole(PyObject number) {
    return new Int(PyNumber.whole((PyNumber) number));
  }

  /// An attribute of a number or a range that is a value.
  static @Nullable PyObject attribute(PyObject object, String name) {
    return switch (object) {
      case Real real ->
          switch (name) {
            case "real" -> real;
            case "imag" -> new Real(0);
            default -> null;
          };
      case Int _, Bool _ ->
          switch (name) {
            case "real", "numerator" -> whole(object);
            case "imag" -> Int.of(0);
            case "denominator" -> Int.of(1);
            default -> null;
          };
      case PySequence.Range(long start, long stop, long step, _) ->
          switch (name) {
            case "start" -> Int.of(start);
            case "stop" -> Int.of(stop);
            case "step" -> Int.of(step);
            default -> null;
          };
      default -> null;
    };
  }
}
