package io.promptflow4j.core.template.syntax;

import io.promptflow4j.core.template.TemplateVariable;
import io.promptflow4j.core.template.syntax.Expression.BinaryOperator;
import io.promptflow4j.core.template.syntax.Statement.Branch;
import io.promptflow4j.core.template.syntax.Statement.Target;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the variables a template reads from outside: those of Jinja2's
/// `meta.find_undeclared_variables`.
///
/// Each scope is gone over once, as a whole; the scopes inside it follow when it is done, because
/// they see what it assigns, also further down.
public final class Variables {

  private final SyntaxTree tree;
  private final Set<String> globals;
  private final FoundVariables uses = new FoundVariables();
  private final Deque<Runnable> inner = new ArrayDeque<>();
  private final IdentityHashMap<List<Statement>, Set<String>> awaited = new IdentityHashMap<>();

  /// The scope that is being gone over, as a whole.
  private Symbols frame = new Symbols(null);

  /// The same, or a copy of it within a branch of an `if`.
  private Symbols symbols = frame;

  private Set<String> guarded = Set.of();

  private Variables(SyntaxTree tree, Set<String> globals) {
    this.tree = tree;
    this.globals = globals;
  }

  /// Looks into `tree`; `globals` are the names that are always there.
  public static Variables of(SyntaxTree tree, Set<String> globals) {
    var variables = new Variables(tree, globals);
    variables.look();
    return variables;
  }

  private void look() {
    symbols.declare("self");
    tree.statements().forEach(this::visit);
    note(tree.statements());
    while (!inner.isEmpty()) {
      inner.pop().run();
    }
  }

  /// The names that are assigned in the scope with this body before they are read there. Until then
  /// they are undefined in it and in the scopes inside it.
  public Set<String> awaitedIn(List<Statement> body) {
    return awaited.getOrDefault(body, Set.of());
  }

  /// The variables, in order of first use.
  public List<TemplateVariable> found() {
    return uses.in(tree.source());
  }

  /// Puts a scope off until the one it stands in is done.
  private void later(List<Statement> scope, Runnable body) {
    Symbols around = frame;
    Set<String> guards = guarded;
    inner.add(() -> {
      frame = new Symbols(around);
      symbols = frame;
      guarded = guards;
      body.run();
      note(scope);
    });
  }

  /// Keeps the names that are assigned in a scope before they are read there.
  private void note(List<Statement> scope) {
    Set<String> names = symbols.firstAssigned();
    if (!names.isEmpty()) {
      awaited.put(scope, names);
    }
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
      case Statement.SetBlock set -> setBlock(set);
      case Statement.With with -> with(with);
      case Statement.Macro(_, var name, var parameters, var body) -> {
        symbols.store(name);
        later(body, () -> macro(parameters, body));
      }
      case Statement.CallBlock(_, var parameters, var call, var body) -> {
        visit(call, false);
        later(body, () -> macro(parameters, body));
      }
      case Statement.FilterBlock(_, var filter, var body) -> {
        visit(filter, false);
        later(body, () -> visitAll(body));
      }
      case Statement.Block(_, _, boolean scoped, _, var body) -> block(scoped, body);
      case Statement.Extends(_, var template) -> visit(template, false);
      case Statement.Include(_, var template, _, _) -> visit(template, false);
      case Statement.Import imported -> importAs(imported);
      case Statement.FromImport imported -> fromImport(imported);
      case Statement.Scoped(_, var body) -> later(body, () -> visitAll(body));
    }
  }

  private void importAs(Statement.Import imported) {
    visit(imported.template(), false);
    symbols.store(imported.alias());
  }

  private void fromImport(Statement.FromImport imported) {
    visit(imported.template(), false);
    imported.names().forEach(name -> symbols.store(name.alias()));
  }

  private void setBlock(Statement.SetBlock set) {
    store(set.target());
    later(
        set.body(),
        () -> {
          visitAll(set.body());
          visit(set.filter(), false);
        });
  }

  private void with(Statement.With with) {
    with.values().forEach(value -> visit(value, false));
    later(
        with.body(),
        () -> {
          with.targets().forEach(this::declare);
          visitAll(with.body());
        });
  }

  /// Jinja2 looks at a block as if it stood alone. What a scoped block gets from around it is
  /// therefore found too, but does no harm.
  private void block(boolean scoped, List<Statement> body) {
    Symbols around = frame;
    later(
        body,
        () -> {
          frame = new Symbols(null);
          symbols = frame;
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
    later(
        loop.body(),
        () -> {
          declare(loop.target());
          symbols.declare("loop");
          visitAll(loop.body());
        });
    later(
        List.of(),
        () -> {
          declare(loop.target());
          visit(loop.filter(), false);
        });
    later(loop.otherwise(), () -> visitAll(loop.otherwise()));
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
      uses.add(name, offset, optional);
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
