package io.promptflow4j.core.template.syntax;

import io.promptflow4j.core.template.syntax.Statement.Branch;
import io.promptflow4j.core.template.syntax.Statement.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells whether statements read one of the names that Jinja2 supplies by itself, such as `loop` or
/// `caller`. Reading ends to count where the name is first assigned; blocks are not looked into.
public final class NameUses {

  private final String name;
  private boolean read;
  private boolean assigned;

  private NameUses(String name) {
    this.name = name;
  }

  /// Whether `statements` read `name`.
  public static boolean in(List<Statement> statements, String name) {
    var uses = new NameUses(name);
    uses.visitAll(statements);
    return uses.read;
  }

  private void visitAll(List<Statement> statements) {
    statements.forEach(this::visit);
  }

  private void visit(Statement statement) {
    switch (statement) {
      case Statement.Data _, Statement.Block _ -> {}
      case Statement.Output(_, _, _, var printed) -> printed.forEach(this::visit);
      case Statement.If(_, var branches, var otherwise) -> {
        for (Branch branch : branches) {
          visit(branch.condition());
          visitAll(branch.body());
        }
        visitAll(otherwise);
      }
      case Statement.For loop -> visit(loop);
      case Statement.Set(_, var target, var value) -> {
        visit(value);
        assign(target);
      }
      case Statement.SetBlock(_, var target, var filter, var body) -> {
        assign(target);
        visit(filter);
        visitAll(body);
      }
      case Statement.With(_, var targets, var values, var body) -> {
        targets.forEach(this::assign);
        values.forEach(this::visit);
        visitAll(body);
      }
      case Statement.Macro(_, _, var parameters, var body) -> visit(parameters, body);
      case Statement.CallBlock(_, var parameters, var call, var body) -> {
        visit(call);
        visit(parameters, body);
      }
      case Statement.FilterBlock(_, var filter, var body) -> {
        visitAll(body);
        visit(filter);
      }
      case Statement.Extends(_, var template) -> visit(template);
      case Statement.Include(_, var template, _, _) -> visit(template);
      case Statement.Import(_, var template, _, _) -> visit(template);
      case Statement.FromImport(_, var template, _, _) -> visit(template);
      case Statement.Scoped(_, var body) -> visitAll(body);
    }
  }

  private void visit(Statement.For loop) {
    assign(loop.target());
    visit(loop.items());
    visitAll(loop.body());
    visitAll(loop.otherwise());
    visit(loop.filter());
  }

  private void visit(List<Statement.Parameter> parameters, List<Statement> body) {
    for (Statement.Parameter parameter : parameters) {
      assigned |= parameter.name().equals(name);
      visit(parameter.fallback());
    }
    visitAll(body);
  }

  private void assign(Target target) {
    switch (target) {
      case Target.NameTarget(_, var assignedName) -> assigned |= assignedName.equals(name);
      case Target.TupleTarget(_, var targets) -> targets.forEach(this::assign);
      case Target.NamespaceTarget _ -> {}
    }
  }

  private void visit(@Nullable Expression expression) {
    if (expression instanceof Expression.Name(_, var used)) {
      read |= used.equals(name) && !assigned;
    } else if (expression != null) {
      Parts.of(expression).forEach(this::visit);
    }
  }
}
