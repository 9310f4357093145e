package io.promptflow4j.core.execution.control;

import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What the tries, rounds or elements of a node came to, put together as the node's own result.
/// Owned by one thread.
final class Parts {

  private final Node node;
  private final Instant start;
  private final List<Span> spans = new ArrayList<>();
  private final List<String> logs = new ArrayList<>();
  private SequencedMap<String, Value> metrics = new LinkedHashMap<>();
  private Value.Mapping inputs = Value.Mapping.EMPTY;

  Parts(Node node) {
    this(node, Instant.now());
  }

  /// @param start when the first of the parts began
  Parts(Node node, Instant start) {
    this.node = node;
    this.start = start;
  }

  /// Adds one part.
  void add(NodeResult result, String part) {
    String name = "%s %s".formatted(node.name(), part);
    switch (result) {
      case NodeResult.Completed done -> {
        add(done.span().named(name), done.logs());
        if (!done.metrics().isEmpty()) {
          metrics.putAll(done.metrics());
        }
      }
      case NodeResult.Failed failed -> add(failed.span().named(name), failed.logs());
      case NodeResult.Bypassed _, NodeResult.Canceled _ -> {}
    }
  }

  private void add(Span span, List<String> lines) {
    spans.add(span);
    inputs = span.inputs();
    logs.addAll(lines);
  }

  /// Adds spans that are named already.
  void addSpans(List<Span> more) {
    spans.addAll(more);
  }

  /// Shows these as the inputs of the node.
  void show(Value.Mapping shown) {
    inputs = shown;
  }

  void log(String line) {
    logs.add(line);
  }

  void logAll(List<String> lines, SequencedMap<String, Value> logged) {
    logs.addAll(lines);
    metrics.putAll(logged);
  }

  int size() {
    return spans.size();
  }

  Settled completed(Value output) {
    return completed(output, null);
  }

  /// With the output of the last part.
  Settled completed(Settled last) {
    return completed(last.output(), last);
  }

  private Settled completed(Value output, @Nullable Settled last) {
    var result = new NodeResult.Completed(output, logs, metrics, span(output, Optional.empty()));
    return new Settled(result, last == null ? null : last.promptText());
  }

  /// The node came to what its last part came to.
  Settled as(Settled last) {
    return switch (last.result()) {
      case NodeResult.Completed _ -> completed(last);
      case NodeResult.Failed failed -> failed(failed.failure());
      case NodeResult.Bypassed _, NodeResult.Canceled _ -> last;
    };
  }

  Settled failed(NodeFailure failure) {
    return Settled.of(
        new NodeResult.Failed(
            failure, logs, span(Value.Null.NULL, Optional.of(failure.message()))));
  }

  private Span span(Value output, Optional<String> error) {
    return Span.ofNode(node.name().value(), start, inputs, output, error, spans);
  }
}
