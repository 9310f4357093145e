package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.execution.reading.Properties;
import io.promptflow4j.core.execution.reading.Readings;
import io.promptflow4j.core.execution.schedule.ExecutionPlan;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.template.chat.RoleGuard;
import io.promptflow4j.core.value.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// References inside one line: flow inputs and the outputs of the line's own nodes.
///
/// For a prompt they give the same with what may open a role told from what may not: flow inputs
/// and answers of models can't, the text of prompt nodes can where its author wrote a role, and
/// what tools give can, since flows build chats in Python.
final class LineReadings extends Readings {

  private final Map<String, Value> inputs;
  private final ExecutionPlan plan;
  private final @Nullable Settled[] books;
  private final boolean forPrompts;

  private LineReadings(
      Map<String, Value> inputs,
      ExecutionPlan plan,
      @Nullable Settled[] books,
      boolean forPrompts) {
    this.inputs = inputs;
    this.plan = plan;
    this.books = books;
    this.forPrompts = forPrompts;
  }

  static LineReadings plain(
      Map<String, Value> inputs, ExecutionPlan plan, @Nullable Settled[] books) {
    return new LineReadings(inputs, plan, books, false);
  }

  LineReadings forPrompts() {
    return new LineReadings(inputs, plan, books, true);
  }

  @Override
  public Value input(String name, PropertyPath path) {
    Value value = Properties.follow(path, inputs.getOrDefault(name, Value.Null.NULL));
    return forPrompts ? RoleGuard.protect(value) : value;
  }

  @Override
  public Value node(NodeName name, PropertyPath path) {
    int number = plan.numberOf(name);
    Settled settled = settled(number, name);
    if (settled.isBypassed()) {
      return Value.Null.NULL;
    }
    return forPrompts
        ? Provenance.marked(plan.node(number), settled, path)
        : Properties.follow(path, settled.output());
  }

  @Override
  public boolean isBypassed(NodeName name) {
    return settled(plan.numberOf(name), name).isBypassed();
  }

  /// Whether a node of this line has settled, as far as the calling thread can see.
  boolean isSettled(NodeName name) {
    int number = plan.numberOf(name);
    return number >= 0 && books[number] != null;
  }

  private Settled settled(int number, NodeName name) {
    Settled settled = number < 0 ? null : books[number];
    if (settled == null) {
      throw new IllegalStateException("node '%s' has not settled yet".formatted(name));
    }
    return settled;
  }
}
