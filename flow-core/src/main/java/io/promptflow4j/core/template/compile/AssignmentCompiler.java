package io.promptflow4j.core.template.compile;

import io.promptflow4j.core.template.global.Namespace;
import io.promptflow4j.core.template.operation.Iterating;
import io.promptflow4j.core.template.python.PyError;
import io.promptflow4j.core.template.python.PyObject;
import io.promptflow4j.core.template.python.Rendering.Spot;
import io.promptflow4j.core.template.render.Scope;
import io.promptflow4j.core.template.syntax.Statement.Target;
import java.util.Iterator;
import java.util.List;

/// Turns what stands left of an assignment into code.
final class AssignmentCompiler {

  /// A compiled target.
  @FunctionalInterface
  interface Assignment {
    void assign(PyObject value, Scope scope);
  }

  private final ExpressionCompiler expressions;

  AssignmentCompiler(ExpressionCompiler expressions) {
    this.expressions = expressions;
  }

  /// Code that assigns to `target`.
  ///
  /// @param top whether the name belongs to the template as a whole
  Assignment compile(Target target, boolean top) {
    return switch (target) {
      case Target.NameTarget(_, var name) -> name(name, top);
      case Target.TupleTarget(int at, var targets) -> tuple(at, targets, top);
      case Target.NamespaceTarget attribute -> namespace(attribute);
    };
  }

  static Assignment name(String name, boolean top) {
    boolean exported = top && !name.startsWith("_");
    return (value, scope) -> {
      scope.set(name, value);
      if (exported) {
        scope.page().export(name);
      }
    };
  }

  private Assignment tuple(int at, List<Target> targets, boolean top) {
    Assignment[] parts =
        targets.stream().map(part -> compile(part, top)).toArray(Assignment[]::new);
    Spot spot = expressions.spot(at);
    return (value, scope) -> {
      scope.rendering().at(spot);
      Iterator<PyObject> items = Iterating.iterator(value, scope.rendering());
      PyObject[] unpacked = new PyObject[parts.length];
      for (int i = 0; i < parts.length; i++) {
        if (!items.hasNext()) {
          throw PyError.value("expected %d values to unpack, but got %d", parts.length, i);
        }
        unpacked[i] = items.next();
      }
      if (items.hasNext()) {
        throw PyError.value("expected %d values to unpack, but got more", parts.length);
      }
      for (int i = 0; i < parts.length; i++) {
        parts[i].assign(unpacked[i], scope);
      }
    };
  }

  private Assignment namespace(Target.NamespaceTarget target) {
    Spot spot = expressions.spot(target.offset());
    return (value, scope) -> {
      PyObject found = scope.get(target.namespace());
      if (!(found instanceof Namespace namespace)) {
        scope.rendering().at(spot);
        throw PyError.type(
            "'%s' is %s, and only the attributes of a namespace can be set; make it with"
                + " namespace()",
            target.namespace(), found.kind());
      }
      namespace.set(target.attribute(), value);
    };
  }
}
