package io.promptflow4j.core.template.compile;

import io.promptflow4j.core.template.compile.AssignmentCompiler.Assignment;
import io.promptflow4j.core.template.render.Evaluator;
import io.promptflow4j.core.template.render.Macro;
import io.promptflow4j.core.template.render.Scope;
import io.promptflow4j.core.template.render.Step;
import io.promptflow4j.core.template.syntax.NameUses;
import io.promptflow4j.core.template.syntax.Statement;
import io.promptflow4j.core.template.syntax.Statement.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns `macro` and `call` into code.
final class MacroCompiler {

  private final StatementCompiler statements;
  private final ExpressionCompiler expressions;

  MacroCompiler(StatementCompiler statements, ExpressionCompiler expressions) {
    this.statements = statements;
    this.expressions = expressions;
  }

  Step macro(Statement.Macro macro, boolean top) {
    Macro.Code code = code(macro.name(), macro.parameters(), macro.body());
    Assignment name = AssignmentCompiler.name(macro.name(), top);
    return (scope, _) -> name.assign(new Macro(code, scope), scope);
  }

  Step callBlock(Statement.CallBlock block) {
    Macro.Code code = code(null, block.parameters(), block.body());
    Evaluator call = expressions.callWithBody(block.call());
    return (scope, out) -> {
      var around = new Scope(scope);
      around.set(ExpressionCompiler.BODY, new Macro(code, scope));
      out.printed(call.evaluate(around), "");
    };
  }

  private Macro.Code code(@Nullable String name, List<Parameter> parameters, List<Statement> body) {
    var fallbacks = new ArrayList<Optional<Evaluator>>(parameters.size());
    for (Parameter parameter : parameters) {
      fallbacks.add(Optional.ofNullable(parameter.fallback()).map(expressions::compile));
    }
    return new Macro.Code(
        name,
        parameters.stream().map(Parameter::name).toList(),
        fallbacks,
        uses(body, parameters, "caller"),
        uses(body, parameters, "kwargs"),
        uses(body, parameters, "varargs"),
        statements.inner(body));
  }

  private static boolean uses(List<Statement> body, List<Parameter> parameters, String special) {
    return parameters.stream().noneMatch(parameter -> parameter.name().equals(special))
        && NameUses.in(body, special);
  }
}
