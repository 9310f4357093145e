package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.execution.reading.Properties;
import io.promptflow4j.core.execution.reading.Readings;
import io.promptflow4j.core.execution.schedule.ExecutionPlan;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.template.chat.RoleGuard;
import io.promptflow4j.core.value.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// References inside the aggregation: lists over all lines for ordinary nodes and flow inputs,
/// outputs for other aggregation nodes.
final class AggregationReadings extends Readings {

  private final Map<String, Value> lists;
  private final ExecutionPlan plan;
  private final @Nullable Settled[] books;
  private final boolean forPrompts;

  AggregationReadings(
      Map<String, Value> lists, ExecutionPlan plan, @Nullable Settled[] books, boolean forPrompts) {
    this.lists = lists;
    this.plan = plan;
    this.books = books;
    this.forPrompts = forPrompts;
  }

  Map<String, Value> lists() {
    return lists;
  }

  @Override
  public Value input(String name, PropertyPath path) {
    Value list = list(new Binding.FromInput(name, path));
    return forPrompts ? RoleGuard.protect(list) : list;
  }

  @Override
  public Value node(NodeName name, PropertyPath path) {
    int number = plan.numberOf(name);
    if (number < 0) {
      Value list = list(new Binding.FromNode(name, path));
      return forPrompts ? RoleGuard.protect(list) : list;
    }
    Settled settled = books[number];
    if (settled == null) {
      throw new IllegalStateException("node '%s' has not settled yet".formatted(name));
    }
    return forPrompts
        ? Provenance.marked(plan.node(number), settled, path)
        : Properties.follow(path, settled.output());
  }

  private Value list(Binding reference) {
    return lists.getOrDefault(Aggregation.key(reference), Value.Sequence.EMPTY);
  }

  @Override
  public boolean isBypassed(NodeName name) {
    int number = plan.numberOf(name);
    Settled settled = number < 0 ? null : books[number];
    return settled != null && settled.isBypassed();
  }
}
