package io.promptflow4j.core.template.compile;

import io.promptflow4j.core.template.compile.AssignmentCompiler.Assignment;
import io.promptflow4j.core.template.operation.Iterating;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.Rendering;
import io.promptflow4j.core.template.python.Rendering.Spot;
import io.promptflow4j.core.template.render.Evaluator;
import io.promptflow4j.core.template.render.Loop;
import io.promptflow4j.core.template.render.Output;
import io.promptflow4j.core.template.render.Scope;
import io.promptflow4j.core.template.render.Step;
import io.promptflow4j.core.template.syntax.Expression;
import io.promptflow4j.core.template.syntax.NameUses;
import io.promptflow4j.core.template.syntax.Statement;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Turns `for` into code.
final class LoopCompiler {

  /// A compiled loop.
  private record Code(
      Assignment target,
      @Nullable Evaluator filter,
      Step body,
      Step otherwise,
      boolean usesLoop,
      boolean recursive,
      Spot spot) {}

  private final StatementCompiler statements;
  private final ExpressionCompiler expressions;
  private final AssignmentCompiler assignments;

  LoopCompiler(
      StatementCompiler statements,
      ExpressionCompiler expressions,
      AssignmentCompiler assignments) {
    this.statements = statements;
    this.expressions = expressions;
    this.assignments = assignments;
  }

  Step loop(Statement.For loop) {
    Expression filter = loop.filter();
    Evaluator items = expressions.compile(loop.items());
    var code =
        new Code(
            assignments.compile(loop.target(), false),
            filter == null ? null : expressions.compile(filter),
            statements.inner(loop.body()),
            statements.inner(loop.otherwise()),
            loop.recursive() || NameUses.in(loop.body(), "loop"),
            loop.recursive(),
            expressions.spot(loop.items().offset()));
    return (scope, out) -> run(code, items.evaluate(scope), 0, scope, out);
  }

  private static void run(Code code, PyObject items, int depth, Scope scope, Output out) {
    Rendering rendering = scope.rendering();
    rendering.at(code.spot());
    Iterator<PyObject> all = Iterating.iterator(items, rendering);
    Evaluator filter = code.filter();
    Iterator<PyObject> kept =
        filter == null ? all : new Filtered(all, filter, code.target(), scope);
    Loop loop =
        code.usesLoop()
            ? new Loop(items, kept, filter != null, depth, recursion(code, scope), rendering)
            : null;
    Iterator<PyObject> rest = loop == null ? kept : loop;
    if (!rest.hasNext()) {
      code.otherwise().run(new Scope(scope), out);
      return;
    }
    while (rest.hasNext()) {
      rendering.step();
      var inner = new Scope(scope);
      if (loop != null) {
        inner.set("loop", loop);
      }
      code.target().assign(rest.next(), inner);
      code.body().run(inner, out);
    }
  }

  private static Loop.@Nullable Recursion recursion(Code code, Scope scope) {
    if (!code.recursive()) {
      return null;
    }
    return (items, depth) -> {
      scope.rendering().enter();
      PyText text = Output.capture((around, out) -> run(code, items, depth, around, out), scope);
      scope.rendering().leave();
      return text;
    };
  }

  /// The items for which the condition of a loop holds, each asked when it is its turn.
  private static final class Filtered implements Iterator<PyObject> {
    private final Iterator<PyObject> all;
    private final Evaluator condition;
    private final Assignment target;
    private final Scope around;
    private @Nullable PyObject next;

    private Filtered(Iterator<PyObject> all, Evaluator condition, Assignment target, Scope around) {
      this.all = all;
      this.condition = condition;
      this.target = target;
      this.around = around;
    }

    @Override
    public boolean hasNext() {
      while (next == null && all.hasNext()) {
        around.rendering().step();
        PyObject item = all.next();
        var scope = new Scope(around);
        target.assign(item, scope);
        if (condition.evaluate(scope).truth()) {
          next = item;
        }
      }
      return next != null;
    }

    @Override
    public PyObject next() {
      if (next == null && !hasNext()) {
        throw new NoSuchElementException("the loop is over");
      }
      PyObject item = Objects.requireNonNull(next);
      next = null;
      return item;
    }
  }
}
