package io.promptflow4j.core.template.compile;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.filter.Filters;
import io.promptflow4j.core.template.filter.Tests;
import io.promptflow4j.core.template.function.Builtin;
import io.promptflow4j.core.template.method.Attributes;
import io.promptflow4j.core.template.operation.Printing;
import io.promptflow4j.core.template.operation.Subscripts;
import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyList;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySpecial;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.python.Rendering;
import io.promptflow4j.core.template.python.Rendering.Spot;
import io.promptflow4j.core.template.render.Evaluator;
import io.promptflow4j.core.template.render.Scope;
import io.promptflow4j.core.template.syntax.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns expressions into code.
final class ExpressionCompiler {

  /// The name, which no template can write, of the text in a `filter` or `set` block.
  static final String BODY = "";

  /// Not even strict where all else that is undefined is strict, as in Jinja2.
  private static final PyUndefined NO_ELSE =
      new PyUndefined(
          "the condition of this 'if' is false, and there is no 'else'; add one", false);

  private final SourceText source;
  private final OperatorCompiler operators;
  private final ArgumentCompiler arguments;

  ExpressionCompiler(SourceText source) {
    this.source = source;
    this.operators = new OperatorCompiler(this);
    this.arguments = new ArgumentCompiler(this);
  }

  Spot spot(int offset) {
    return new Spot(source, offset);
  }

  Evaluator compile(Expression expression) {
    return switch (expression) {
      case Expression.Constant(_, var value) -> {
        PyObject constant = PyObject.of(value);
        yield _ -> constant;
      }
      case Expression.Name(_, var name) -> scope -> scope.get(name);
      case Expression.ListDisplay(int at, var items) -> list(at, items);
      case Expression.TupleDisplay(int at, var items) -> tuple(at, items);
      case Expression.DictDisplay dict -> dict(dict);
      case Expression.Attribute(int at, var of, var name) -> attribute(at, of, name);
      case Expression.Item item -> item(item);
      case Expression.Slice slice ->
          throw new IllegalStateException("a slice outside of brackets: " + slice.offset());
      case Expression.Call call -> call(call);
      case Expression.Filter filter -> filter(filter);
      case Expression.Test test -> test(test);
      case Expression.Unary unary -> operators.unary(unary);
      case Expression.Binary binary -> operators.binary(binary);
      case Expression.Comparison comparison -> operators.comparison(comparison);
      case Expression.Concatenation concatenation -> concatenation(concatenation);
      case Expression.Conditional conditional -> conditional(conditional);
    };
  }

  Evaluator[] compileAll(List<Expression> expressions) {
    return expressions.stream().map(this::compile).toArray(Evaluator[]::new);
  }

  private static List<PyObject> evaluateAll(Evaluator[] items, Scope scope) {
    var values = new ArrayList<PyObject>(items.length);
    for (Evaluator item : items) {
      values.add(item.evaluate(scope));
    }
    return values;
  }

  private Evaluator list(int at, List<Expression> items) {
    Evaluator[] compiled = compileAll(items);
    Spot spot = spot(at);
    return scope -> {
      List<PyObject> values = evaluateAll(compiled, scope);
      scope.rendering().at(spot);
      scope.rendering().charge(values.size());
      return PyList.of(values);
    };
  }

  private Evaluator tuple(int at, List<Expression> items) {
    Evaluator[] compiled = compileAll(items);
    Spot spot = spot(at);
    return scope -> {
      List<PyObject> values = evaluateAll(compiled, scope);
      scope.rendering().at(spot);
      scope.rendering().charge(values.size());
      return PyTuple.of(values);
    };
  }

  private Evaluator dict(Expression.DictDisplay dict) {
    Evaluator[] keys =
        dict.entries().stream().map(entry -> compile(entry.key())).toArray(Evaluator[]::new);
    Evaluator[] values =
        dict.entries().stream().map(entry -> compile(entry.value())).toArray(Evaluator[]::new);
    Spot spot = spot(dict.offset());
    return scope -> {
      var entries = new LinkedHashMap<PyObject, PyObject>();
      for (int i = 0; i < keys.length; i++) {
        PyObject key = keys[i].evaluate(scope);
        PyObject value = values[i].evaluate(scope);
        scope.rendering().at(spot);
        entries.put(key, value);
      }
      scope.rendering().charge(keys.length);
      return PyDict.of(entries);
    };
  }

  private Evaluator attribute(int at, Expression of, String name) {
    Evaluator object = compile(of);
    Spot spot = spot(at);
    return scope -> {
      PyObject value = object.evaluate(scope);
      Rendering rendering = scope.rendering();
      rendering.at(spot);
      return Attributes.dot(value, name, rendering);
    };
  }

  private Evaluator item(Expression.Item item) {
    Evaluator object = compile(item.of());
    Spot spot = spot(item.offset());
    if (item.key() instanceof Expression.Slice slice) {
      return slice(object, slice, spot);
    }
    Evaluator key = compile(item.key());
    return scope -> {
      PyObject value = object.evaluate(scope);
      PyObject wanted = key.evaluate(scope);
      scope.rendering().at(spot);
      return Attributes.item(value, wanted, scope.rendering());
    };
  }

  private Evaluator slice(Evaluator object, Expression.Slice slice, Spot spot) {
    Evaluator start = bound(slice.start());
    Evaluator stop = bound(slice.stop());
    Evaluator step = bound(slice.step());
    return scope -> {
      PyObject value = object.evaluate(scope);
      PyObject from = start.evaluate(scope);
      PyObject to = stop.evaluate(scope);
      PyObject by = step.evaluate(scope);
      scope.rendering().at(spot);
      if (value instanceof PyUndefined undefined) {
        throw undefined.error();
      }
      return Subscripts.slice(value, from, to, by, scope.rendering());
    };
  }

  private Evaluator bound(@Nullable Expression bound) {
    return bound == null ? _ -> PyObject.None.NONE : compile(bound);
  }

  private Evaluator call(Expression.Call call) {
    Evaluator function = compile(call.function());
    ArgumentCompiler.Evaluated passed = arguments.compile(call.arguments());
    Spot spot = spot(call.offset());
    return scope -> {
      PyObject called = function.evaluate(scope);
      var given = passed.evaluate(scope);
      scope.rendering().at(spot);
      return invoke(called, given, scope.rendering());
    };
  }

  /// A call with one more argument, the body of a `call` block.
  Evaluator callWithBody(Expression.Call call) {
    Evaluator function = compile(call.function());
    ArgumentCompiler.Evaluated passed = arguments.compile(call.arguments());
    Spot spot = spot(call.offset());
    return scope -> {
      PyObject called = function.evaluate(scope);
      var given = passed.evaluate(scope).with("caller", scope.get(BODY));
      scope.rendering().at(spot);
      return invoke(called, given, scope.rendering());
    };
  }

  private static PyObject invoke(PyObject called, Arguments arguments, Rendering rendering) {
    if (called instanceof PySpecial special) {
      return special.call(arguments, rendering);
    }
    throw called instanceof PyUndefined undefined
        ? undefined.error()
        : PyError.type("%s cannot be called; remove the parentheses", called.kind());
  }

  Evaluator filter(Expression.Filter filter) {
    Expression on = filter.on();
    Evaluator input = on == null ? scope -> scope.get(BODY) : compile(on);
    return builtin(
        Filters.TABLE.find(filter.name()),
        "filter",
        filter.name(),
        input,
        filter.arguments(),
        filter.offset());
  }

  private Evaluator test(Expression.Test test) {
    return builtin(
        Tests.TABLE.find(test.name()),
        "test",
        test.name(),
        compile(test.on()),
        test.arguments(),
        test.offset());
  }

  private Evaluator builtin(
      @Nullable Builtin builtin,
      String kind,
      String name,
      Evaluator input,
      Expression.Arguments given,
      int offset) {
    Spot spot = spot(offset);
    ArgumentCompiler.Evaluated passed = arguments.compile(given);
    if (builtin == null) { // in a branch, which may never be taken
      return scope -> {
        scope.rendering().at(spot);
        throw PyError.value("there is no %s named '%s'; correct the name", kind, name);
      };
    }
    return scope -> {
      PyObject value = input.evaluate(scope);
      var evaluated = passed.evaluate(scope);
      Rendering rendering = scope.rendering();
      rendering.at(spot);
      return builtin.call(value, evaluated, rendering);
    };
  }

  private Evaluator concatenation(Expression.Concatenation concatenation) {
    Evaluator[] parts = compileAll(concatenation.parts());
    Spot spot = spot(concatenation.offset());
    return scope -> {
      var out = new StringBuilder();
      for (PyObject part : evaluateAll(parts, scope)) {
        scope.rendering().at(spot);
        out.append(Printing.str(part, scope.rendering()));
        scope.rendering().limitText(out.length());
      }
      scope.rendering().chargeText(out.length());
      return PyText.of(out.toString());
    };
  }

  private Evaluator conditional(Expression.Conditional conditional) {
    Evaluator condition = compile(conditional.condition());
    Evaluator then = compile(conditional.then());
    Expression otherwise = conditional.otherwise();
    Evaluator fallback = otherwise == null ? _ -> NO_ELSE : compile(otherwise);
    return scope ->
        condition.evaluate(scope).truth() ? then.evaluate(scope) : fallback.evaluate(scope);
  }
}
