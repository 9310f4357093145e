package io.promptflow4j.core.template.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The expressions that an expression is made of, in the order they are written.
final class Parts {

  private Parts() {}

  static List<Expression> of(Expression expression) {
    var parts = new ArrayList<Expression>();
    switch (expression) {
      case Expression.Constant _, Expression.Name _ -> {}
      case Expression.ListDisplay(_, var items) -> parts.addAll(items);
      case Expression.TupleDisplay(_, var items) -> parts.addAll(items);
      case Expression.DictDisplay(_, var entries) -> addEntries(entries, parts);
      case Expression.Attribute(_, var of, _) -> parts.add(of);
      case Expression.Item(_, var of, var key) -> parts.addAll(List.of(of, key));
      case Expression.Slice(_, var start, var stop, var step) -> {
        addIfThere(start, parts);
        addIfThere(stop, parts);
        addIfThere(step, parts);
      }
      case Expression.Call(_, var function, var arguments) -> {
        parts.add(function);
        addAll(arguments, parts);
      }
      case Expression.Filter(_, var on, _, var arguments) -> {
        addIfThere(on, parts);
        addAll(arguments, parts);
      }
      case Expression.Test(_, var on, _, var arguments) -> {
        parts.add(on);
        addAll(arguments, parts);
      }
      case Expression.Unary(_, _, var operand) -> parts.add(operand);
      case Expression.Binary(_, _, var left, var right) -> parts.addAll(List.of(left, right));
      case Expression.Comparison(_, var first, var links) -> {
        parts.add(first);
        links.forEach(link -> parts.add(link.right()));
      }
      case Expression.Concatenation(_, var pieces) -> parts.addAll(pieces);
      case Expression.Conditional(_, var condition, var then, var otherwise) -> {
        parts.addAll(List.of(condition, then));
        addIfThere(otherwise, parts);
      }
    }
    return parts;
  }

  private static void addIfThere(@Nullable Expression part, List<Expression> parts) {
    if (part != null) {
      parts.add(part);
    }
  }

  private static void addEntries(List<Expression.Entry> entries, List<Expression> parts) {
    for (Expression.Entry entry : entries) {
      parts.add(entry.key());
      parts.add(entry.value());
    }
  }

  private static void addAll(Expression.Arguments arguments, List<Expression> parts) {
    parts.addAll(arguments.positional());
    arguments.keywords().forEach(keyword -> parts.add(keyword.value()));
    addIfThere(arguments.spread(), parts);
    addIfThere(arguments.spreadKeywords(), parts);
  }
}
