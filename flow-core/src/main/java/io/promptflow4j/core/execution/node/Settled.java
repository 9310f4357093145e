package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.template.chat.PromptText;
import io.promptflow4j.core.value.Value;
import org.jspecify.annotations.Nullable;

/// A node's result, and for a prompt node its text that still knows which words are the author's:
/// other prompts read that instead of the output.
public record Settled(NodeResult result, @Nullable PromptText promptText) {

  public static final Settled BYPASSED = new Settled(NodeResult.Bypassed.BYPASSED, null);
  public static final Settled CANCELED = new Settled(NodeResult.Canceled.CANCELED, null);

  public static Settled of(NodeResult result) {
    return new Settled(result, null);
  }

  /// What those who read the node get; nothing if it was bypassed.
  public Value output() {
    return result instanceof NodeResult.Completed completed ? completed.output() : Value.Null.NULL;
  }

  public boolean isBypassed() {
    return result instanceof NodeResult.Bypassed;
  }

  public boolean isFailed() {
    return result instanceof NodeResult.Failed;
  }
}
