package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.execution.AggregationResult;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.execution.reading.Properties;
import io.promptflow4j.core.execution.reading.Readings;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Tells a finished pass as a [FlowResult].
final class FlowResults {

  private FlowResults() {}

  /// A line whose inputs don't fit: no node ran.
  static FlowResult rejected(
      FlowGraph graph, RunRequest request, Instant start, String code, String message) {
    var failure = new FlowResult.Failure(code, message, Optional.empty());
    return new FlowResult(
        FlowResult.Status.FAILED,
        Value.Mapping.EMPTY,
        new LinkedHashMap<>(),
        Value.Mapping.EMPTY,
        TokenUsage.NONE,
        Optional.of(failure),
        List.of(),
        span(graph, start, request.inputs(), Value.Null.NULL, Optional.of(failure), List.of()));
  }

  static FlowResult of(FlowGraph graph, RunRequest request, Instant start, LineOutcome outcome) {
    SequencedMap<NodeName, NodeResult> nodes = nodes(outcome);
    Optional<FlowResult.Failure> failure = failure(request, outcome, nodes);
    var warnings = new ArrayList<String>();
    Value.Mapping outputs = Value.Mapping.EMPTY;
    if (failure.isEmpty()) {
      Outputs found = outputs(graph, outcome.readings());
      outputs = found.values();
      warnings.addAll(found.warnings());
      failure =
          found
              .problem()
              .map(problem -> new FlowResult.Failure("bad-output", problem, Optional.empty()));
    }
    List<Span> spans = spans(nodes.values());
    return new FlowResult(
        status(outcome, failure),
        outputs,
        nodes,
        Value.Mapping.EMPTY,
        usage(spans),
        failure,
        warnings,
        span(graph, start, Value.of(outcome.inputs()), outputs, failure, spans));
  }

  /// The values of the flow's outputs and what should be said about them.
  private static Outputs outputs(FlowGraph graph, Readings readings) {
    if (graph.form().spreads()) {
      return spread(graph, readings);
    }
    var values = new LinkedHashMap<String, Value>();
    List<String> warnings = new ArrayList<>();
    for (FlowOutput output : graph.outputs()) {
      try {
        output
            .binding()
            .forEachNode(name -> {
              if (readings.isBypassed(name)) {
                warnings.add(
                    "output '%s' is nothing (None): node '%s' was bypassed"
                        .formatted(output.name(), name));
              }
            });
        Value value = readings.of(output.binding());
        values.put(output.name(), graph.messageFormat().written(value));
      } catch (Properties.NoSuchProperty nowhere) {
        return new Outputs(
            Value.Mapping.EMPTY,
            warnings,
            Optional.of(
                "output '%s' can't be read: %s".formatted(output.name(), nowhere.getMessage())));
      }
    }
    return new Outputs(new Value.Mapping(values), warnings, Optional.empty());
  }

  /// What the only node gives: a mapping key by key, anything else as `output`.
  private static Outputs spread(FlowGraph graph, Readings readings) {
    Value whole =
        readings.of(new Binding.FromNode(graph.nodes().getFirst().name(), PropertyPath.WHOLE));
    var values = new LinkedHashMap<String, Value>();
    if (whole instanceof Value.Mapping(var entries)) {
      entries.forEach((key, value) -> values.put(key, graph.messageFormat().written(value)));
    } else {
      values.put("output", graph.messageFormat().written(whole));
    }
    return new Outputs(new Value.Mapping(values), List.of(), Optional.empty());
  }

  /// @param problem why the outputs can't be read
  private record Outputs(Value.Mapping values, List<String> warnings, Optional<String> problem) {}

  /// A node that ran alone.
  static FlowResult ofNode(
      FlowGraph graph, NodeName node, NodeResult result, RunRequest request, Instant start) {
    var nodes = new LinkedHashMap<NodeName, NodeResult>();
    nodes.put(node, result);
    List<Span> spans = spans(nodes.values());
    Optional<FlowResult.Failure> failure = failureOf(result);
    Value.Mapping metrics =
        result instanceof NodeResult.Completed completed
            ? new Value.Mapping(completed.metrics())
            : Value.Mapping.EMPTY;
    return new FlowResult(
        switch (result) {
          case NodeResult.Completed _, NodeResult.Bypassed _ -> FlowResult.Status.COMPLETED;
          case NodeResult.Failed _ -> FlowResult.Status.FAILED;
          case NodeResult.Canceled _ -> FlowResult.Status.CANCELED;
        },
        Value.Mapping.EMPTY,
        nodes,
        metrics,
        usage(spans),
        failure,
        List.of(),
        span(graph, start, request.inputs(), Value.Null.NULL, failure, spans));
  }

  private static FlowResult.Status status(
      LineOutcome outcome, Optional<FlowResult.Failure> failure) {
    return switch (outcome.end()) {
      case INTERRUPTED -> FlowResult.Status.CANCELED;
      case DEADLINE, NODE_FAILED -> FlowResult.Status.FAILED;
      case ALL_SETTLED ->
          failure.isPresent() ? FlowResult.Status.FAILED : FlowResult.Status.COMPLETED;
    };
  }

  private static SequencedMap<NodeName, NodeResult> nodes(LineOutcome outcome) {
    var nodes = new LinkedHashMap<NodeName, NodeResult>();
    for (int i = 0; i < outcome.plan().size(); i++) {
      Settled settled = outcome.books()[i];
      nodes.put(
          outcome.plan().node(i).name(),
          settled == null ? NodeResult.Canceled.CANCELED : settled.result());
    }
    return nodes;
  }

  private static Optional<FlowResult.Failure> failure(
      RunRequest request, LineOutcome outcome, SequencedMap<NodeName, NodeResult> nodes) {
    return switch (outcome.end()) {
      case ALL_SETTLED -> Optional.empty();
      case INTERRUPTED ->
          Optional.of(
              new FlowResult.Failure("canceled", "the line was canceled", Optional.empty()));
      case DEADLINE ->
          Optional.of(
              new FlowResult.Failure(
                  "timeout",
                  "the line took longer than %s; what still ran was stopped"
                      .formatted(readable(request)),
                  Optional.empty()));
      case NODE_FAILED -> outcome.firstFailed().map(nodes::get).flatMap(FlowResults::failureOf);
    };
  }

  private static String readable(RunRequest request) {
    long millis = request.limit().toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  private static Optional<FlowResult.Failure> failureOf(NodeResult result) {
    if (result instanceof NodeResult.Failed failed) {
      NodeFailure failure = failed.failure();
      return Optional.of(
          new FlowResult.Failure(
              failure.code(),
              "node '%s' failed: %s".formatted(failure.node(), failure.message()),
              Optional.of(failure)));
    }
    return Optional.empty();
  }

  /// The codes of what failed, by the name of the node; that of the line by the flow's name.
  static Map<String, String> failures(FlowResult result) {
    Map<String, String> codes = failures(result.nodes());
    result.failure().ifPresent(failure -> codes.put(result.trace().name(), failure.code()));
    return codes;
  }

  /// Codes of the nodes that failed, by name.
  static Map<String, String> failures(Map<NodeName, NodeResult> nodes) {
    var codes = new HashMap<String, String>();
    nodes.forEach((name, node) -> {
      if (node instanceof NodeResult.Failed failed) {
        codes.put(name.value(), failed.failure().code());
      }
    });
    return codes;
  }

  static List<Span> spans(Iterable<NodeResult> results) {
    var spans = new ArrayList<Span>();
    for (NodeResult result : results) {
      switch (result) {
        case NodeResult.Completed completed -> spans.add(completed.span());
        case NodeResult.Failed failed -> spans.add(failed.span());
        case NodeResult.Bypassed _, NodeResult.Canceled _ -> {}
      }
    }
    return spans;
  }

  static TokenUsage usage(List<Span> spans) {
    var sum = TokenUsage.NONE;
    for (Span span : spans) {
      if (!span.usage().equals(TokenUsage.NONE)) {
        sum = sum.plus(span.usage());
      }
      if (!span.children().isEmpty()) {
        sum = sum.plus(usage(span.children()));
      }
    }
    return sum;
  }

  private static Span span(
      FlowGraph graph,
      Instant start,
      Value.Mapping inputs,
      Value output,
      Optional<FlowResult.Failure> failure,
      List<Span> children) {
    return new Span(
        graph.name(),
        Span.Kind.FLOW,
        start,
        Instant.now(),
        inputs,
        output,
        failure.map(FlowResult.Failure::message),
        TokenUsage.NONE,
        children);
  }

  /// A line with the aggregation that ran over it alone, as `pf flow test` shows them.
  static FlowResult joined(FlowResult line, AggregationResult aggregated) {
    var nodes = new LinkedHashMap<>(line.nodes());
    nodes.putAll(aggregated.nodes());
    var spans = new ArrayList<>(line.trace().children());
    spans.addAll(spans(aggregated.nodes().values()));
    Span trace = line.trace();
    var warnings = new ArrayList<>(line.warnings());
    aggregated
        .nodes()
        .values()
        .forEach(result ->
            failureOf(result)
                .ifPresent(failure -> warnings.add("aggregation " + failure.message())));
    return new FlowResult(
        line.status(),
        line.outputs(),
        nodes,
        aggregated.metrics(),
        line.usage().plus(aggregated.usage()),
        line.failure(),
        warnings,
        new Span(
            trace.name(),
            trace.kind(),
            trace.start(),
            Instant.now(),
            trace.inputs(),
            trace.output(),
            trace.error(),
            trace.usage(),
            spans));
  }
}
