package io.promptflow4j.core.execution;

import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What one line of a flow came to.
///
/// @param outputs every output of the flow if it completed; nothing if it failed
/// @param nodes a result for each node, in the flow's order; aggregation nodes only if they ran
/// @param metrics what aggregation nodes logged
/// @param usage the sum over all model calls, failed ones included
/// @param failure why it failed; empty if it completed
/// @param warnings what the author should know all the same, such as an output that is nothing
///   because its node was bypassed
public record FlowResult(
    Status status,
    Value.Mapping outputs,
    SequencedMap<NodeName, NodeResult> nodes,
    Value.Mapping metrics,
    TokenUsage usage,
    Optional<Failure> failure,
    List<String> warnings,
    Span trace) {

  public FlowResult {
    nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
    warnings = List.copyOf(warnings);
  }

  /// The output of that name; nothing (`None`) if there is none.
  public Value output(String name) {
    return outputs.entries().getOrDefault(name, Value.Null.NULL);
  }

  /// How it ended.
  public enum Status {
    COMPLETED,
    FAILED,
    CANCELED
  }

  /// Why a line failed: the node that failed first, or the inputs, or the deadline.
  ///
  /// @param code as [NodeFailure#code]; `missing-input`, `bad-input`, `timeout`, `canceled` for the
  ///   line itself
  public record Failure(String code, String message, Optional<NodeFailure> node) {}
}
