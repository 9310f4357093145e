package io.promptflow4j.core.execution;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Value;

/// What a call came to, in the form in which it can be kept and used again.
///
/// @param output what the node returns
/// @param usage the tokens it took when it was made
/// @param facts what else is needed to use it again: for a model `model` and `finish_reason`; for a
///   tool `logs`, `metrics` and `calls`
/// @param recalled whether this was found on record instead of being made now
public record RecordedCall(Value output, TokenUsage usage, Value.Mapping facts, boolean recalled) {

  /// A call that was made now.
  public RecordedCall(Value output, TokenUsage usage, Value.Mapping facts) {
    this(output, usage, facts, false);
  }

  public RecordedCall asRecalled() {
    return new RecordedCall(output, usage, facts, true);
  }
}
