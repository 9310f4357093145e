package io.promptflow4j.core.execution;

import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Value;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What the aggregation nodes of a flow came to. A failed one does not fail the run; it is shown by
/// node, and the metrics of the others are kept.
public record AggregationResult(
    SequencedMap<NodeName, NodeResult> nodes, Value.Mapping metrics, TokenUsage usage) {

  public AggregationResult {
    nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
  }
}
