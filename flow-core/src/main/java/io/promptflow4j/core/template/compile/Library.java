package io.promptflow4j.core.template.compile;

import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.template.TemplateLoader;
import io.promptflow4j.core.template.TemplateSettings;
import io.promptflow4j.core.template.TemplateSyntaxException;
import io.promptflow4j.core.template.filter.Filters;
import io.promptflow4j.core.template.filter.Tests;
import io.promptflow4j.core.template.global.Globals;
import io.promptflow4j.core.template.operation.Iterating;
import io.promptflow4j.core.template.operation.Printing;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySequence;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyUndefined;
import io.promptflow4j.core.template.python.Rendering;
import io.promptflow4j.core.template.render.CompiledCondition;
import io.promptflow4j.core.template.render.CompiledTemplate;
import io.promptflow4j.core.template.render.Evaluator;
import io.promptflow4j.core.template.render.Step;
import io.promptflow4j.core.template.syntax.Expression;
import io.promptflow4j.core.template.syntax.Statement;
import io.promptflow4j.core.template.syntax.SyntaxTree;
import io.promptflow4j.core.template.syntax.Variables;
import io.promptflow4j.core.template.syntax.parser.KnownNames;
import io.promptflow4j.core.template.syntax.parser.TemplateParser;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The templates that one template may include, compiled when they are first asked for.
///
/// It may be asked by several threads; two that ask for the same template at once may both compile
/// it.
final class Library {

  private static final KnownNames KNOWN =
      new KnownNames(Filters.TABLE.names(), Tests.TABLE.names());
  private static final int MAX_NAME = 1_000;

  private final TemplateLoader loader;
  private final TemplateSettings settings;
  private final ConcurrentMap<String, CompiledTemplate> compiled = new ConcurrentHashMap<>();

  Library(TemplateLoader loader, TemplateSettings settings) {
    this.loader = loader;
    this.settings = settings;
  }

  CompiledTemplate compile(SourceText source) {
    SyntaxTree tree = new TemplateParser(settings, KNOWN).parse(source);
    var blocks = new BlockTable(source);
    Variables variables = Variables.of(tree, Globals.names());
    Step body = new StatementCompiler(source, variables, this, blocks).template(tree.statements());
    return new CompiledTemplate(
        tree, body, blocks.finished(), settings.strictUndefined(), variables.found());
  }

  /// Reads `source` as the inside of `{{ … }}`.
  CompiledCondition compileCondition(SourceText source) {
    var wrapped = CompiledCondition.wrapped(source);
    try {
      SyntaxTree tree = new TemplateParser(settings, KNOWN).parse(wrapped);
      if (tree.statements().size() != 1
          || !(tree.statements().getFirst() instanceof Statement.Output output)
          || output.expressions().size() != 1
          || output.expressions().getFirst() instanceof Expression.TupleDisplay) {
        throw new TemplateSyntaxException(
            Place.startOf(source.file()), "this is not one expression, such as score > 3");
      }
      Evaluator code = new ExpressionCompiler(wrapped).compile(output.expressions().getFirst());
      Variables variables = Variables.of(tree, Globals.names());
      return new CompiledCondition(wrapped, code, variables.found());
    } catch (TemplateSyntaxException broken) {
      throw CompiledCondition.unwrapped(broken);
    }
  }

  /// The template that `wanted` names; of a list the first that exists.
  Optional<CompiledTemplate> find(PyObject wanted, Rendering rendering) {
    List<PyObject> names =
        wanted instanceof PySequence ? Iterating.list(wanted, rendering) : List.of(wanted);
    for (PyObject name : names) {
      rendering.step();
      Optional<CompiledTemplate> found = named(name);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<CompiledTemplate> named(PyObject wanted) {
    if (wanted instanceof PyUndefined undefined) {
      throw undefined.error();
    }
    if (!(wanted instanceof PyText text)) {
      throw PyError.type("the name of a template is a text, not %s", wanted.kind());
    }
    String name = text.text();
    if (name.length() > MAX_NAME || name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    CompiledTemplate known = compiled.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<CompiledTemplate> made = loader.load(name).map(this::compileIncluded);
    made.ifPresent(template -> compiled.putIfAbsent(name, template));
    return made;
  }

  private CompiledTemplate compileIncluded(SourceText source) {
    try {
      return compile(source);
    } catch (TemplateSyntaxException broken) {
      throw PyError.value(
          "the template has a mistake: %s", broken.mistakes().getFirst().toString());
    }
  }

  /// The mistake of asking for a template that does not exist.
  static PyError missing(PyObject wanted, Rendering rendering) {
    String shown = Printing.repr(wanted, rendering);
    return new PyError(
        PyError.Kind.MISSING_TEMPLATE,
        "there is no template %s in the flow folder; correct the name, or add 'ignore missing'"
            .formatted(shown.length() <= 80 ? shown : shown.substring(0, 77) + "…"));
  }
}
