package io.promptflow4j.core.template.compile;

import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.Rendering.Spot;
import io.promptflow4j.core.template.render.Blocks;
import io.promptflow4j.core.template.render.Evaluator;
import io.promptflow4j.core.template.render.Output;
import io.promptflow4j.core.template.render.Scope;
import io.promptflow4j.core.template.render.Step;
import io.promptflow4j.core.template.syntax.Expression;
import io.promptflow4j.core.template.syntax.NameUses;
import io.promptflow4j.core.template.syntax.Statement;
import io.promptflow4j.core.template.syntax.Statement.Branch;
import io.promptflow4j.core.template.syntax.Variables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Turns statements into code.
final class StatementCompiler {

  private final SourceText source;
  private final Variables variables;
  private final ExpressionCompiler expressions;
  private final AssignmentCompiler assignments;
  private final LoopCompiler loops;
  private final MacroCompiler macros;
  private final InclusionCompiler inclusions;

  StatementCompiler(SourceText source, Variables variables, Library library, BlockTable blocks) {
    this.variables = variables;
    this.source = source;
    this.expressions = new ExpressionCompiler(source);
    this.assignments = new AssignmentCompiler(expressions);
    this.loops = new LoopCompiler(this, expressions, assignments);
    this.macros = new MacroCompiler(this, expressions);
    this.inclusions = new InclusionCompiler(this, expressions, library, blocks);
  }

  /// The code of a whole template.
  Step template(List<Statement> statements) {
    Step body = awaiting(statements, all(statements, true));
    if (!NameUses.in(statements, "self")) {
      return body;
    }
    return (scope, out) -> {
      scope.set("self", new Blocks.Self(scope));
      body.run(scope, out);
    };
  }

  /// The code of a body within a scope of its own.
  Step inner(List<Statement> statements) {
    return awaiting(statements, all(statements, false));
  }

  private Step awaiting(List<Statement> statements, Step body) {
    Set<String> awaited = variables.awaitedIn(statements);
    if (awaited.isEmpty()) {
      return body;
    }
    String[] names = awaited.stream().map(String::intern).toArray(String[]::new);
    return (scope, out) -> {
      scope.await(names);
      body.run(scope, out);
    };
  }

  /// @param top whether what is assigned here belongs to the template as a whole
  private Step all(List<Statement> statements, boolean top) {
    var steps = new ArrayList<Step>(statements.size());
    for (Statement statement : statements) {
      steps.add(compile(statement, top));
    }
    return Step.all(steps);
  }

  private Step compile(Statement statement, boolean top) {
    return switch (statement) {
      case Statement.Data(_, var text) -> (_, out) -> out.literal(text);
      case Statement.Output output -> output(output);
      case Statement.If choice -> choice(choice, top);
      case Statement.For loop -> loops.loop(loop);
      case Statement.Set set -> set(set, top);
      case Statement.SetBlock set -> setBlock(set, top);
      case Statement.With with -> with(with);
      case Statement.Macro macro -> macros.macro(macro, top);
      case Statement.CallBlock call -> macros.callBlock(call);
      case Statement.FilterBlock(_, var filter, var body) -> filterBlock(filter, body);
      case Statement.Block block -> inclusions.block(block, top);
      case Statement.Extends extension -> inclusions.extension(extension, top);
      case Statement.Include include -> inclusions.include(include);
      case Statement.Import imported -> inclusions.importAs(imported, top);
      case Statement.FromImport imported -> inclusions.fromImport(imported, top);
      case Statement.Scoped(_, var body) -> {
        Step inner = inner(body);
        yield (scope, out) -> inner.run(new Scope(scope), out);
      }
    };
  }

  private Step output(Statement.Output output) {
    String written = source.text().substring(output.from(), output.to()).strip();
    Spot spot = expressions.spot(output.offset());
    var steps = new ArrayList<Step>(output.expressions().size());
    for (Expression expression : output.expressions()) {
      Evaluator value = expressions.compile(expression);
      steps.add((scope, out) -> {
        PyObject result = value.evaluate(scope);
        scope.rendering().at(spot);
        out.printed(result, written);
      });
    }
    return Step.all(steps);
  }

  private Step choice(Statement.If choice, boolean top) {
    Evaluator[] conditions =
        choice.branches().stream()
            .map(Branch::condition)
            .map(expressions::compile)
            .toArray(Evaluator[]::new);
    Step[] bodies =
        choice.branches().stream().map(branch -> all(branch.body(), top)).toArray(Step[]::new);
    Step otherwise = all(choice.otherwise(), top);
    Spot spot = expressions.spot(choice.offset());
    return (scope, out) -> {
      for (int i = 0; i < conditions.length; i++) {
        PyObject condition = conditions[i].evaluate(scope);
        scope.rendering().at(spot);
        if (condition.truth()) {
          bodies[i].run(scope, out);
          return;
        }
      }
      otherwise.run(scope, out);
    };
  }

  private Step set(Statement.Set set, boolean top) {
    Evaluator value = expressions.compile(set.value());
    AssignmentCompiler.Assignment assignment = assignments.compile(set.target(), top);
    return (scope, _) -> {
      scope.rendering().step();
      assignment.assign(value.evaluate(scope), scope);
    };
  }

  private Step setBlock(Statement.SetBlock set, boolean top) {
    Step body = inner(set.body());
    AssignmentCompiler.Assignment assignment = assignments.compile(set.target(), top);
    Expression.Filter filter = set.filter();
    Evaluator filtered =
        filter == null ? scope -> scope.get(ExpressionCompiler.BODY) : expressions.filter(filter);
    return (scope, _) -> assignment.assign(captured(body, filtered, scope), scope);
  }

  private Step filterBlock(Expression.Filter filter, List<Statement> statements) {
    Step body = inner(statements);
    Evaluator filtered = expressions.filter(filter);
    return (scope, out) -> out.printed(captured(body, filtered, scope), "");
  }

  private static PyObject captured(Step body, Evaluator filtered, Scope scope) {
    var inner = new Scope(scope);
    PyText text = Output.capture(body, inner);
    var around = new Scope(scope);
    around.set(ExpressionCompiler.BODY, text);
    return filtered.evaluate(around);
  }

  private Step with(Statement.With with) {
    Evaluator[] values = expressions.compileAll(with.values());
    var targets =
        with.targets().stream()
            .map(target -> assignments.compile(target, false))
            .toArray(AssignmentCompiler.Assignment[]::new);
    Step body = inner(with.body());
    return (scope, out) -> {
      PyObject[] evaluated = new PyObject[values.length];
      for (int i = 0; i < values.length; i++) {
        evaluated[i] = values[i].evaluate(scope);
      }
      var inner = new Scope(scope);
      for (int i = 0; i < values.length; i++) {
        targets[i].assign(evaluated[i], inner);
      }
      body.run(inner, out);
    };
  }
}
