package io.promptflow4j.core.template.compile;

import io.promptflow4j.core.template.TemplateSyntaxException;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.Rendering;
import io.promptflow4j.core.template.python.Rendering.Spot;
import io.promptflow4j.core.template.render.BlockCode;
import io.promptflow4j.core.template.render.Blocks;
import io.promptflow4j.core.template.render.CompiledTemplate;
import io.promptflow4j.core.template.render.Evaluator;
import io.promptflow4j.core.template.render.Imported;
import io.promptflow4j.core.template.render.Page;
import io.promptflow4j.core.template.render.Scope;
import io.promptflow4j.core.template.render.Step;
import io.promptflow4j.core.template.syntax.Expression;
import io.promptflow4j.core.template.syntax.Statement;
import java.util.Optional;

/// Turns what concerns other templates into code: `include`, `import`, `extends` and `block`.
final class InclusionCompiler {

  private final StatementCompiler statements;
  private final ExpressionCompiler expressions;
  private final Library library;
  private final BlockTable blocks;

  InclusionCompiler(
      StatementCompiler statements,
      ExpressionCompiler expressions,
      Library library,
      BlockTable blocks) {
    this.statements = statements;
    this.expressions = expressions;
    this.library = library;
    this.blocks = blocks;
  }

  Step include(Statement.Include include) {
    Evaluator name = expressions.compile(include.template());
    Spot spot = expressions.spot(include.offset());
    return (scope, out) -> {
      PyObject wanted = name.evaluate(scope);
      Rendering rendering = scope.rendering();
      rendering.at(spot);
      Optional<CompiledTemplate> found = library.find(wanted, rendering);
      if (found.isEmpty()) {
        if (include.ignoreMissing()) {
          return;
        }
        throw Library.missing(wanted, rendering);
      }
      rendering.enter();
      var root = new Scope(Page.within(include.withContext() ? scope : null, rendering));
      found.get().render(root, out);
      rendering.leave();
    };
  }

  Step importAs(Statement.Import imported, boolean top) {
    Evaluator name = expressions.compile(imported.template());
    Spot spot = expressions.spot(imported.offset());
    return (scope, _) -> {
      PyObject wanted = name.evaluate(scope);
      scope.rendering().at(spot);
      scope.set(imported.alias(), load(wanted, imported.withContext(), scope));
      if (top) {
        scope.page().hide(imported.alias());
      }
    };
  }

  private Imported load(PyObject wanted, boolean withContext, Scope scope) {
    Rendering rendering = scope.rendering();
    CompiledTemplate template =
        library.find(wanted, rendering).orElseThrow(() -> Library.missing(wanted, rendering));
    return Imported.of(template, withContext ? scope : null, rendering);
  }

  Step fromImport(Statement.FromImport imported, boolean top) {
    Evaluator name = expressions.compile(imported.template());
    Spot spot = expressions.spot(imported.offset());
    return (scope, _) -> {
      PyObject wanted = name.evaluate(scope);
      scope.rendering().at(spot);
      Imported module = load(wanted, imported.withContext(), scope);
      for (Statement.Imported one : imported.names()) {
        PyObject value = module.attribute(one.name());
        scope.set(
            one.alias(),
            value == null
                ? scope
                    .rendering()
                    .undefined("%s exports no '%s'".formatted(module.kind(), one.name()))
                : value);
        if (top) {
          scope.page().hide(one.alias());
        }
      }
    };
  }

  Step extension(Statement.Extends extension, boolean top) {
    Spot spot = expressions.spot(extension.offset());
    if (!top) {
      throw new TemplateSyntaxException(
          spot.place(), "'extends' cannot stand in a loop, a block or a macro; move it to the top");
    }
    Expression template = extension.template();
    Evaluator name = expressions.compile(template);
    return (scope, out) -> {
      PyObject wanted = name.evaluate(scope);
      Rendering rendering = scope.rendering();
      rendering.at(spot);
      Page page = scope.page();
      if (page.base() != null) {
        throw new PyError(PyError.Kind.VALUE, "a template extends one other; remove one 'extends'");
      }
      page.base(
          library.find(wanted, rendering).orElseThrow(() -> Library.missing(wanted, rendering)));
      out.mute(true);
    };
  }

  Step block(Statement.Block block, boolean top) {
    var code =
        new BlockCode(
            block.name(), block.scoped(), block.required(), statements.inner(block.body()));
    blocks.add(block.offset(), code);
    Spot spot = expressions.spot(block.offset());
    return (scope, out) -> {
      scope.rendering().at(spot);
      if (!top || scope.page().base() == null) {
        Blocks.write(code, scope, out);
      }
    };
  }
}
