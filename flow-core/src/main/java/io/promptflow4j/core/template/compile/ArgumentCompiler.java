package io.promptflow4j.core.template.compile;

import io.promptflow4j.core.template.operation.Iterating;
import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.render.Evaluator;
import io.promptflow4j.core.template.render.Scope;
import io.promptflow4j.core.template.syntax.Expression;
import io.promptflow4j.core.template.syntax.Expression.Keyword;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns the arguments of a call into code.
final class ArgumentCompiler {

  /// Compiled arguments.
  @FunctionalInterface
  interface Evaluated {
    Arguments evaluate(Scope scope);
  }

  private final ExpressionCompiler expressions;

  ArgumentCompiler(ExpressionCompiler expressions) {
    this.expressions = expressions;
  }

  Evaluated compile(Expression.Arguments arguments) {
    Expression spread = arguments.spread();
    Expression spreadKeywords = arguments.spreadKeywords();
    Evaluated plain = plain(arguments);
    if (spread == null && spreadKeywords == null) {
      return plain;
    }
    Evaluator more = spread == null ? _ -> PyText.EMPTY : expressions.compile(spread);
    Evaluator named =
        spreadKeywords == null
            ? _ -> PyDict.of(new LinkedHashMap<>())
            : expressions.compile(spreadKeywords);
    return scope -> {
      Arguments given = plain.evaluate(scope);
      var positional = new ArrayList<>(given.positional());
      positional.addAll(Iterating.list(more.evaluate(scope), scope.rendering()));
      var keywords = new LinkedHashMap<>(given.keywords());
      addAll(named.evaluate(scope), keywords);
      return new Arguments(positional, keywords);
    };
  }

  private Evaluated plain(Expression.Arguments arguments) {
    Evaluator[] positional = expressions.compileAll(arguments.positional());
    String[] names = arguments.keywords().stream().map(Keyword::name).toArray(String[]::new);
    Evaluator[] values =
        expressions.compileAll(arguments.keywords().stream().map(Keyword::value).toList());
    if (positional.length == 0 && names.length == 0) {
      return _ -> Arguments.NONE;
    }
    return scope -> {
      var given = new ArrayList<PyObject>(positional.length);
      for (Evaluator argument : positional) {
        given.add(argument.evaluate(scope));
      }
      return new Arguments(given, keywords(names, values, scope));
    };
  }

  private static Map<String, PyObject> keywords(String[] names, Evaluator[] values, Scope scope) {
    if (names.length == 0) {
      return Map.of();
    }
    var keywords = new LinkedHashMap<String, PyObject>();
    for (int i = 0; i < names.length; i++) {
      keywords.put(names[i], values[i].evaluate(scope));
    }
    return keywords;
  }

  private static void addAll(PyObject named, Map<String, PyObject> keywords) {
    if (!(named instanceof PyDict dict)) {
      throw PyError.type("'**' needs a mapping, but got %s", named.kind());
    }
    List<PyObject> keys = dict.keys();
    List<PyObject> values = dict.values();
    for (int i = 0; i < keys.size(); i++) {
      if (!(keys.get(i) instanceof PyText name)) {
        throw PyError.type("the names of arguments are texts, not %s", keys.get(i).kind());
      }
      if (keywords.put(name.text(), values.get(i)) != null) {
        throw PyError.type("the argument '%s' is given twice", name.text());
      }
    }
  }
}
