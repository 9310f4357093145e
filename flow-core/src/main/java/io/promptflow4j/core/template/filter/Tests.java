package io.promptflow4j.core.template.filter;

import io.promptflow4j.core.template.function.Builtins;
import io.promptflow4j.core.template.function.Call;
import io.promptflow4j.core.template.method.Attributes;
import io.promptflow4j.core.template.operation.Arithmetic;
import io.promptflow4j.core.template.operation.Comparing;
import io.promptflow4j.core.template.operation.Iterating;
import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyNumber;
import io.promptflow4j.core.template.python.PyNumber.Int;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySequence;
import io.promptflow4j.core.template.python.PySpecial;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyUndefined;

/// All tests, which stand behind `is`.
public final class Tests {

  public static final Builtins TABLE =
      new Builtins()
          .test("defined", "", call -> !(call.self() instanceof PyUndefined))
          .test("undefined", "", call -> call.self() instanceof PyUndefined)
          .test("none", "", call -> call.self() == PyObject.None.NONE)
          .test("boolean", "", call -> call.self() instanceof PyNumber.Bool)
          .test("true", "", call -> isTruth(call, true))
          .test("false", "", call -> isTruth(call, false))
          .test("integer", "", call -> call.self() instanceof Int)
          .test("float", "", call -> call.self() instanceof PyNumber.Real)
          .test("number", "", call -> call.self() instanceof PyNumber)
          .test("string", "", call -> call.self() instanceof PyText)
          .test("mapping", "", call -> call.self() instanceof PyDict)
          .test("sequence", "", Tests::isSequence)
          .test("iterable", "", Tests::isIterable)
          .test("callable", "", Tests::isCallable)
          .test("escaped", "", call -> call.self() instanceof PyText text && text.isMarkup())
          .test("lower", "", call -> isCased(call, "islower"))
          .test("upper", "", call -> isCased(call, "isupper"))
          .test("filter", "", call -> isName(call, Filters.TABLE))
          .test("test", "", call -> isName(call, Tests.names()))
          .test("odd", "", call -> remainder(call, Int.of(2)).equals(Int.of(1)))
          .test("even", "", call -> remainder(call, Int.of(2)).equals(Int.of(0)))
          .test("divisibleby", "num", call -> remainder(call, call.get(0)).equals(Int.of(0)))
          .test("sameas", "other", call -> Comparing.same(call.self(), call.get(0)))
          .test("in", "seq", Tests::isIn)
          .test("eq equalto ==", "other", Tests::isEqual)
          .test("ne !=", "other", call -> !isEqual(call))
          .test("lt lessthan <", "other", call -> order(call, "<") == -1)
          .test("le <=", "other", call -> order(call, "<=") <= 0)
          .test("gt greaterthan >", "other", call -> order(call, ">") == 1)
          .test("ge >=", "other", call -> Math.abs(order(call, ">=") * 2 - 1) == 1);

  private Tests() {}

  private static Builtins names() {
    return TABLE;
  }

  private static boolean isName(Call call, Builtins table) {
    int hash = call.self().hashCode(); // what cannot be a key is a mistake, as in Python
    return call.self() instanceof PyText text && hash == text.hashCode() && table.has(text.text());
  }

  private static boolean isTruth(Call call, boolean wanted) {
    return call.self() instanceof PyNumber.Bool truth && truth.truth() == wanted;
  }

  private static boolean isSequence(Call call) {
    return switch (call.self()) {
      case PyText _, PySequence _, PyDict _ -> true;
      case PyUndefined undefined -> !undefined.strict();
      default -> false;
    };
  }

  private static boolean isIterable(Call call) {
    if (call.self() instanceof PyUndefined undefined) {
      undefined.touch();
    }
    return Iterating.isIterable(call.self());
  }

  private static boolean isCallable(Call call) {
    return switch (call.self()) {
      case PySpecial special -> special.isCallable();
      case PyUndefined _ -> true;
      default -> false;
    };
  }

  private static boolean isCased(Call call, String method) {
    return Attributes.dot(PyText.of(call.text()), method, call.rendering())
            instanceof PySpecial special
        && special.call(Arguments.NONE, call.rendering()).truth();
  }

  private static PyObject remainder(Call call, PyObject divisor) {
    return Arithmetic.modulo(call.self(), divisor, call.rendering());
  }

  private static boolean isIn(Call call) {
    return Comparing.contains(call.get(0), call.self(), call.rendering());
  }

  private static boolean isEqual(Call call) {
    return Comparing.equal(call.self(), call.get(0), call.rendering());
  }

  private static int order(Call call, String operator) {
    return Comparing.order(call.self(), call.get(0), operator, call.rendering());
  }
}
