package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.execution.AggregationResult;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Fields;
import java.time.Instant;
import java.util.Optional;

/// The end of a run as a trace of its own: the aggregation nodes under one span.
final class AggregationTrace {

  private AggregationTrace() {}

  /// @param lines how many lines were aggregated; what they contributed is no part of the trace
  static Span of(String flow, Instant start, int lines, AggregationResult result) {
    return new Span(
        flow + " (aggregation)",
        Span.Kind.FLOW,
        start,
        Instant.now(),
        new Fields().put("lines", lines).end(),
        result.metrics(),
        Optional.empty(),
        TokenUsage.NONE,
        FlowResults.spans(result.nodes().values()));
  }
}
