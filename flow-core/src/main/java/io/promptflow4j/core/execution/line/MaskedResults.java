package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.execution.AggregationResult;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Takes secrets out of all that a result says: outputs, node results, logs, failures, trace.
///
/// That is done once, when nothing is computed from the values any more, so that nodes read from
/// each other what they really gave. Owned by one thread.
final class MaskedResults {

  private final Redaction redaction;

  /// A node's span stands in its result and in the trace of the line.
  private final IdentityHashMap<Span, Span> spans = new IdentityHashMap<>();

  private MaskedResults(Redaction redaction) {
    this.redaction = redaction;
  }

  static FlowResult of(FlowResult result, Redaction redaction) {
    return redaction.isEmpty() ? result : new MaskedResults(redaction).flow(result);
  }

  static AggregationResult of(AggregationResult result, Redaction redaction) {
    if (redaction.isEmpty()) {
      return result;
    }
    var masked = new MaskedResults(redaction);
    return new AggregationResult(
        masked.nodes(result.nodes()), masked.mapping(result.metrics()), result.usage());
  }

  private FlowResult flow(FlowResult result) {
    return new FlowResult(
        result.status(),
        redaction.inEntries(result.outputs()),
        nodes(result.nodes()),
        mapping(result.metrics()),
        result.usage(),
        result.failure().map(this::failure),
        texts(result.warnings()),
        span(result.trace()));
  }

  private FlowResult.Failure failure(FlowResult.Failure failure) {
    return new FlowResult.Failure(
        failure.code(), redaction.in(failure.message()), failure.node().map(this::failure));
  }

  private NodeFailure failure(NodeFailure failure) {
    return new NodeFailure(
        failure.node(),
        failure.code(),
        redaction.in(failure.message()),
        failure.file(),
        failure.line(),
        texts(failure.details()));
  }

  private SequencedMap<NodeName, NodeResult> nodes(SequencedMap<NodeName, NodeResult> results) {
    var masked = new LinkedHashMap<NodeName, NodeResult>();
    results.forEach((name, result) -> masked.put(name, node(result)));
    return masked;
  }

  private NodeResult node(NodeResult result) {
    return switch (result) {
      case NodeResult.Completed(var output, var logs, var metrics, var span) ->
          new NodeResult.Completed(
              redaction.in(output),
              texts(logs),
              metrics.isEmpty() ? metrics : mapping(new Value.Mapping(metrics)).entries(),
              span(span));
      case NodeResult.Failed(var failure, var logs, var span) ->
          new NodeResult.Failed(failure(failure), texts(logs), span(span));
      case NodeResult.Bypassed _, NodeResult.Canceled _ -> result;
    };
  }

  private Span span(Span span) {
    Span known = spans.get(span);
    if (known != null) {
      return known;
    }
    var masked =
        new Span(
            span.name(),
            span.kind(),
            span.start(),
            span.end(),
            redaction.inEntries(span.inputs()),
            span.kind() == Span.Kind.FLOW && span.output() instanceof Value.Mapping outputs
                ? redaction.inEntries(outputs)
                : redaction.in(span.output()),
            span.error().map(redaction::in),
            span.usage(),
            span.children().stream().map(this::span).toList(),
            span.cost(),
            span.answered());
    spans.put(span, masked);
    return masked;
  }

  private List<String> texts(List<String> texts) {
    return texts.isEmpty() ? texts : texts.stream().map(redaction::in).toList();
  }

  private Value.Mapping mapping(Value.Mapping value) {
    return redaction.in(value) instanceof Value.Mapping masked ? masked : Value.Mapping.EMPTY;
  }
}
