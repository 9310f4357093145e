package io.promptflow4j.core.execution.reading;

import io.promptflow4j.core.graph.LoopName;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.value.Value;

/// The readings of a node that is done again and again: with one name more than those around it.
public final class LoopReadings extends Readings {

  private final Readings around;
  private final LoopName name;
  private final Value value;

  public LoopReadings(Readings around, LoopName name, Value value) {
    this.around = around;
    this.name = name;
    this.value = value;
  }

  /// Of the round before the first, every part is nothing.
  @Override
  public Value loop(LoopName asked, PropertyPath path) {
    if (asked != name) {
      return around.loop(asked, path);
    }
    return name == LoopName.PREVIOUS && value instanceof Value.Null
        ? value
        : Properties.follow(path, value);
  }

  @Override
  public Value input(String input, PropertyPath path) {
    return around.input(input, path);
  }

  @Override
  public Value node(NodeName node, PropertyPath path) {
    return around.node(node, path);
  }

  @Override
  public boolean isBypassed(NodeName node) {
    return around.isBypassed(node);
  }
}
