package io.promptflow4j.core.template.render;

import io.promptflow4j.core.template.python.Arguments;
import io.promptflow4j.core.template.python.PyDict;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyNumber.Bool;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.PySpecial;
import io.promptflow4j.core.template.python.PyText;
import io.promptflow4j.core.template.python.PyTuple;
import io.promptflow4j.core.template.python.Rendering;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A macro, or the body of a `call` block, with the scope it was defined in.
public final class Macro implements PySpecial {

  /// What the compiler knows of a macro.
  ///
  /// @param name of a call block it is `None`
  /// @param fallbacks the default of each parameter, if it has one
  /// @param usesCaller whether the body asks for `caller` without declaring it; the others likewise
  public record Code(
      @Nullable String name,
      List<String> parameters,
      List<Optional<Evaluator>> fallbacks,
      boolean usesCaller,
      boolean usesKeywords,
      boolean usesRest,
      Step body) {

    boolean declaresCaller() {
      return parameters.contains("caller");
    }
  }

  private final Code code;
  private final Scope around;

  public Macro(Code code, Scope around) {
    this.code = code;
    this.around = around;
  }

  @Override
  public boolean isCallable() {
    return true;
  }

  @Override
  public PyObject call(Arguments arguments, Rendering rendering) {
    var scope = new Scope(around);
    Map<String, PyObject> keywords = new LinkedHashMap<>(arguments.keywords());
    List<PyObject> given = arguments.positional();
    int count = code.parameters().size();
    rendering.enter();
    for (int i = 0; i < count; i++) {
      bind(i, given, keywords, scope);
    }
    bindCaller(keywords, scope);
    if (code.usesKeywords()) {
      scope.set("kwargs", PyDict.of(entries(keywords)));
    } else if (!keywords.isEmpty()) {
      throw PyError.type(
          "%s takes no argument '%s'; it takes %s",
          kind(), keywords.keySet().iterator().next(), code.parameters());
    }
    List<PyObject> rest = given.size() > count ? given.subList(count, given.size()) : List.of();
    if (code.usesRest()) {
      scope.set("varargs", PyTuple.of(rest));
    } else if (!rest.isEmpty()) {
      throw PyError.type(
          "%s takes at most %d arguments, but got %d: it takes %s",
          kind(), count, given.size(), code.parameters());
    }
    PyText text = Output.capture(code.body(), scope);
    rendering.leave();
    return text;
  }

  private void bind(int index, List<PyObject> given, Map<String, PyObject> keywords, Scope scope) {
    String name = code.parameters().get(index);
    PyObject value = index < given.size() ? given.get(index) : keywords.remove(name);
    Optional<Evaluator> fallback = code.fallbacks().get(index);
    if (value != null) {
      scope.set(name, value);
    } else if (fallback.isPresent()) {
      scope.set(name, fallback.get().evaluate(scope));
    } else {
      scope.set(
          name,
          scope.rendering().undefined("the parameter '%s' was not given; pass it".formatted(name)));
    }
  }

  private void bindCaller(Map<String, PyObject> keywords, Scope scope) {
    if (!code.usesCaller() || code.declaresCaller()) {
      return;
    }
    PyObject caller = keywords.remove("caller");
    scope.set(
        "caller",
        caller == null
            ? scope
                .rendering()
                .undefined("this macro has no caller; use it in a 'call' block, or check it")
            : caller);
  }

  private static SequencedMap<PyObject, PyObject> entries(Map<String, PyObject> keywords) {
    var entries = new LinkedHashMap<PyObject, PyObject>();
    keywords.forEach((name, value) -> entries.put(PyText.of(name), value));
    return entries;
  }

  @Override
  public @Nullable PyObject attribute(String name) {
    return switch (name) {
      case "name" -> code.name() == null ? None.NONE : PyText.of(code.name());
      case "arguments" -> PyTuple.of(code.parameters().stream().<PyObject>map(PyText::of).toList());
      case "catch_kwargs" -> Bool.of(code.usesKeywords());
      case "catch_varargs" -> Bool.of(code.usesRest());
      case "caller" -> Bool.of(code.usesCaller() || code.declaresCaller());
      default -> null;
    };
  }

  @Override
  public String shown() {
    return code.name() == null ? "<Macro anonymous>" : "<Macro '" + code.name() + "'>";
  }

  @Override
  public String kind() {
    return code.name() == null ? "the call block" : "the macro '" + code.name() + "'";
  }
}
