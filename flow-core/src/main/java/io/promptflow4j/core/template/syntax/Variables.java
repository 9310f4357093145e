package io.promptflow4j.core.template.syntax;

import io.promptflow4j.core.template.TemplateVariable;
import io.promptflow4j.core.template.syntax.Expression.BinaryOperator;
import io.promptflow4j.core.template.syntax.Statement.Branch;
import io.promptflow4j.core.template.syntax.Statement.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the variables a template reads from outside: those of Jinja2's
/// `meta.find_undeclared_variables`.
///
/// Each scope is gone over once, as a whole; the scopes inside it follow when it is done, because
/// they see what it assigns, also further down.
public final class Variables {

  /// What is known of one variable.
  private record Use(int offset, boolean optional) {
    Use and(Use other) {
      return new Use(Math.min(offset, other.offset), optional && other.optional);
    }
  }

  private final SyntaxTree tree;
  private final Set<String> globals;
  private final Map<String, Use> uses = new HashMap<>();
  private final Deque<Runnable> inner = new ArrayDeque<>();
  private Symbols symbols = new Symbols(null);
  private Set<String> guarded = Set.of();

  /// Prepares to look into `tree`; `globals` are the names that are always there.
  public Variables(SyntaxTree tree, Set<String> globals) {
    this.tree = tree;
    this.globals = globals;
  }

  /// The variables, in order of first use.
  public List<TemplateVariable> found() {
    symbols.declare("self");
    tree.statements().forEach(this::visit);
    while (!inner.isEmpty()) {
      inner.pop().run();
    }
    var found = new ArrayList<TemplateVariable>();
    uses.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().offset()))
        .forEach(entry ->
            found.add(
                new TemplateVariable(
                    entry.getKey(),
                    tree.source().placeAt(entry.getValue().offset()),
                    entry.getValue().optional())));
    return List.copyOf(found);
  }

  /// Puts a scope off until the one it stands in is done.
  private void later(Runnable body) {
    Symbols around = symbols;
    Set<String> guards = guarded;
    inner.add(() -> {
      symbols = new Symbols(around);
      guarded = guards;
      body.run();
    });
  }

  private void visitAll(List<Statement> statements) {
    statements.forEach(this::visit);
  }

  private void visit(Statement statement) {
    switch (statement) {
      case Statement.Data _ -> {}
      case Statement.Output(_, _, _, var printed) -> printed.forEach(part -> visit(part, false));
      case Statement.If choice -> visit(choice, 0);
      case Statement.For loop -> visit(loop);
      case Statement.Set(_, var target, var value) -> {
        visit(value, false);
        store(target);
      }
      case Statement.SetBlock(_, var target, var filter, var body) -> {
        store(target);
        later(() -> {
          visitAll(body);
          visit(filter, false);
        });
      }
      case Statement.With(_, var targets, var values, var body) -> {
        values.forEach(value -> visit(value, false));
        later(() -> {
          targets.forEach(this::declare);
          visitAll(body);
        });
      }
      case Statement.Macro macro -> {
        symbols.store(macro.name());
        later(() -> macro(macro.parameters(), macro.body()));
      }
      case Statement.CallBlock(_, var parameters, var call, var body) -> {
        visit(call, false);
        later(() -> macro(parameters, body));
      }
      case Statement.FilterBlock(_, var filter, var body) -> {
        visit(filter, false);
        later(() -> visitAll(body));
      }
      case Statement.Block(_, _, boolean scoped, _, var body) -> block(scoped, body);
      case Statement.Extends(_, var template) -> visit(template, false);
      case Statement.Include(_, var template, _, _) -> visit(template, false);
      case Statement.Import(_, var template, var alias, _) -> {
        visit(template, false);
        symbols.store(alias);
      }
      case Statement.FromImport(_, var template, var names, _) -> {
        visit(template, false);
        names.forEach(name -> symbols.store(name.alias()));
      }
      case Statement.Scoped(_, var body) -> later(() -> visitAll(body));
    }
  }

  /// Jinja2 looks at a block as if it stood alone. What a scoped block gets from around it is
  /// therefore found too, but does no harm.
  private void block(boolean scoped, List<Statement> body) {
    Symbols around = symbols;
    later(() -> {
      symbols = new Symbols(null);
      symbols.declare("self");
      symbols.declare("super");
      guarded = scoped ? Guards.both(guarded, around.suppliedInside()) : guarded;
      visitAll(body);
    });
  }

  private void macro(List<Statement.Parameter> parameters, List<Statement> body) {
    for (String name : List.of("caller", "kwargs", "varargs")) {
      if (NameUses.in(body, name)) {
        symbols.declare(name);
      }
    }
    parameters.forEach(parameter -> symbols.declare(parameter.name()));
    parameters.forEach(parameter -> visit(parameter.fallback(), false));
    visitAll(body);
  }

  private void visit(Statement.For loop) {
    visit(loop.items(), false);
    later(() -> {
      declare(loop.target());
      symbols.declare("loop");
      visitAll(loop.body());
    });
    later(() -> {
      declare(loop.target());
      visit(loop.filter(), false);
    });
    later(() -> visitAll(loop.otherwise()));
  }

  /// An `if` from one of its branches on. All `elif`s together count as one branch, as in Jinja2.
  private void visit(Statement.If choice, int from) {
    Branch first = choice.branches().get(from);
    visit(first.condition(), true);
    Symbols before = symbols;
    Set<String> guards = guarded;
    Symbols body =
        branch(before, Guards.where(first.condition(), true), () -> visitAll(first.body()));
    Set<String> otherwise = Guards.where(first.condition(), false);
    Symbols others =
        branch(
            before,
            otherwise,
            () -> {
              for (int i = from + 1; i < choice.branches().size(); i++) {
                alternative(choice.branches().get(i));
              }
            });
    Symbols last = branch(before, otherwise, () -> visitAll(choice.otherwise()));
    symbols = before;
    guarded = guards;
    for (String open : symbols.merge(List.of(body, others, last))) {
      use(open, choice.offset(), true);
    }
  }

  private void alternative(Branch branch) {
    visit(new Statement.If(0, List.of(branch), List.of()), 0);
  }

  private Symbols branch(Symbols before, Set<String> more, Runnable body) {
    Set<String> guards = guarded;
    Symbols now = before.copy();
    symbols = now;
    guarded = Guards.both(guards, more);
    body.run();
    symbols = before;
    guarded = guards;
    return now;
  }

  private void store(Target target) {
    switch (target) {
      case Target.NameTarget(_, var name) -> symbols.store(name);
      case Target.TupleTarget(_, var targets) -> targets.forEach(this::store);
      case Target.NamespaceTarget(int at, var name, _) -> load(name, at, false);
    }
  }

  private void declare(Target target) {
    switch (target) {
      case Target.NameTarget(_, var name) -> symbols.declare(name);
      case Target.TupleTarget(_, var targets) -> targets.forEach(this::declare);
      case Target.NamespaceTarget _ -> {}
    }
  }

  private void load(String name, int offset, boolean optional) {
    if (symbols.load(name)) {
      use(name, offset, optional || guarded.contains(name));
    }
  }

  private void use(String name, int offset, boolean optional) {
    if (!globals.contains(name)) {
      uses.merge(name, new Use(offset, optional), Use::and);
    }
  }

  /// @param tolerant whether it does no harm if the expression is undefined
  private void visit(@Nullable Expression expression, boolean tolerant) {
    switch (expression) {
      case null -> {}
      case Expression.Name(int at, var name) -> load(name, at, tolerant);
      case Expression.Test test -> {
        boolean copes = test.name().equals("defined") || test.name().equals("undefined");
        visit(test.on(), copes);
        Parts.of(test).stream().skip(1).forEach(part -> visit(part, false));
      }
      case Expression.Filter filter when filter.on() != null -> {
        visit(filter.on(), filter.name().equals("default") || filter.name().equals("d"));
        Parts.of(filter).stream().skip(1).forEach(part -> visit(part, false));
      }
      case Expression.Unary(_, var operator, var operand) ->
          visit(operand, operator == Expression.UnaryOperator.NOT);
      case Expression.Binary(_, var operator, var left, var right)
          when operator == BinaryOperator.AND || operator == BinaryOperator.OR -> {
        visit(left, true);
        guardedBy(left, operator == BinaryOperator.AND, () -> visit(right, tolerant));
      }
      case Expression.Conditional(_, var condition, var then, var otherwise) -> {
        visit(condition, true);
        guardedBy(condition, true, () -> visit(then, tolerant));
        guardedBy(condition, false, () -> visit(otherwise, tolerant));
      }
      default -> Parts.of(expression).forEach(part -> visit(part, false));
    }
  }

  private void guardedBy(Expression condition, boolean holds, Runnable body) {
    Set<String> before = guarded;
    guarded = Guards.both(before, Guards.where(condition, holds));
    body.run();
    guarded = before;
  }
}
