package io.promptflow4j.core.template.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a template that writes, assigns or decides.
public sealed interface Statement {

  /// Where it starts.
  int offset();

  /// Text that is written as it stands.
  record Data(int offset, String text) implements Statement {}

  /// `{{ … }}` and `{% print … %}`
  ///
  /// @param from where the expressions begin, blanks before them included
  /// @param to where they end
  record Output(int offset, int from, int to, List<Expression> expressions) implements Statement {}

  /// An `if` with its `elif`s, of which the first that holds is taken, and its `else`.
  record If(int offset, List<Branch> branches, List<Statement> otherwise) implements Statement {}

  /// One condition and what happens if it is the first to hold.
  record Branch(Expression condition, List<Statement> body) {}

  record For(
      int offset,
      Target target,
      Expression items,
      @Nullable Expression filter,
      boolean recursive,
      List<Statement> body,
      List<Statement> otherwise)
      implements Statement {}

  record Set(int offset, Target target, Expression value) implements Statement {}

  /// `{% set x %}…{% endset %}`
  record SetBlock(
      int offset, Target target, Expression.@Nullable Filter filter, List<Statement> body)
      implements Statement {}

  record With(int offset, List<Target> targets, List<Expression> values, List<Statement> body)
      implements Statement {}

  record Macro(int offset, String name, List<Parameter> parameters, List<Statement> body)
      implements Statement {}

  /// A parameter of a macro or call block.
  record Parameter(int offset, String name, @Nullable Expression fallback) {}

  record CallBlock(
      int offset, List<Parameter> parameters, Expression.Call call, List<Statement> body)
      implements Statement {}

  record FilterBlock(int offset, Expression.Filter filter, List<Statement> body)
      implements Statement {}

  record Block(int offset, String name, boolean scoped, boolean required, List<Statement> body)
      implements Statement {}

  record Extends(int offset, Expression template) implements Statement {}

  record Include(int offset, Expression template, boolean ignoreMissing, boolean withContext)
      implements Statement {}

  record Import(int offset, Expression template, String alias, boolean withContext)
      implements Statement {}

  record FromImport(int offset, Expression template, List<Imported> names, boolean withContext)
      implements Statement {}

  /// One name of a `from … import`.
  record Imported(int offset, String name, String alias) {}

  /// `{% autoescape false %}`, which changes nothing but opens a scope.
  record Scoped(int offset, List<Statement> body) implements Statement {}

  /// What can be assigned to.
  sealed interface Target {
    int offset();

    record NameTarget(int offset, String name) implements Target {}

    record TupleTarget(int offset, List<Target> targets) implements Target {}

    /// `namespace.attribute`
    record NamespaceTarget(int offset, String namespace, String attribute) implements Target {}
  }
}
