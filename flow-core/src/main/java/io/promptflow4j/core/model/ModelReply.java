package io.promptflow4j.core.model;

import io.promptflow4j.core.value.Value;
import java.util.List;

/// What a model answered.
///
/// @param output what an `llm` node returns: the text, or the message as a mapping when tools or
///   functions were offered
/// @param finishReason the provider's own word, such as `stop`; never empty, since an answer
///   without one is a failure
/// @param model the name of the model that answered, as the provider gave it
/// @param attempts the tries it took; empty if it was answered at once
/// @param cost what the answer cost on the day it was given
public record ModelReply(
    Value output,
    String finishReason,
    String model,
    TokenUsage usage,
    List<CallAttempt> attempts,
    Cost cost) {

  private static final Cost UNPRICED = new Cost.Unknown("nobody looked for its price");

  public ModelReply {
    attempts = List.copyOf(attempts);
  }

  /// Answered at once, by a model whose price nobody looked for.
  public ModelReply(Value output, String finishReason, String model, TokenUsage usage) {
    this(output, finishReason, model, usage, List.of(), UNPRICED);
  }

  public ModelReply withAttempts(List<CallAttempt> tries) {
    return new ModelReply(output, finishReason, model, usage, tries, cost);
  }

  public ModelReply withUsage(TokenUsage other) {
    return new ModelReply(output, finishReason, model, other, attempts, cost);
  }

  public ModelReply withCost(Cost other) {
    return new ModelReply(output, finishReason, model, usage, attempts, other);
  }
}
