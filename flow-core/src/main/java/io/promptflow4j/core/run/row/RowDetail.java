package io.promptflow4j.core.run.row;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.CostValue;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The detail of a row as data: `{nodes: {NAME: {status, output, error, logs}}, warnings, trace}`.
///
/// The trace is a tree of `{name, type, start_time, end_time, inputs, output, error, usage,
/// children}`, times as ISO 8601 texts.
public final class RowDetail {

  private RowDetail() {}

  /// The detail of one row.
  ///
  /// @param inputs the inputs as they may be shown
  public static Value.Mapping of(FlowResult result, Value.Mapping inputs) {
    var detail = new LinkedHashMap<String, Value>();
    detail.put("nodes", nodes(result.nodes()));
    detail.put("warnings", texts(result.warnings()));
    detail.put("trace", span(result.trace(), inputs));
    return new Value.Mapping(detail);
  }

  /// The results of nodes by their names.
  public static Value.Mapping nodes(SequencedMap<NodeName, NodeResult> nodes) {
    var told = new LinkedHashMap<String, Value>();
    nodes.forEach((name, result) -> told.put(name.value(), node(result)));
    return new Value.Mapping(told);
  }

  private static Value node(NodeResult result) {
    return switch (result) {
      case NodeResult.Completed(var output, var logs, _, _) ->
          node(result, output, Value.Null.NULL, logs);
      case NodeResult.Failed(var failure, var logs, _) ->
          node(result, Value.Null.NULL, error(failure), logs);
      case NodeResult.Bypassed _, NodeResult.Canceled _ ->
          node(result, Value.Null.NULL, Value.Null.NULL, List.of());
    };
  }

  private static Value node(NodeResult result, Value output, Value error, List<String> logs) {
    return mapping(
        Map.entry("status", Value.of(result.status())),
        Map.entry("output", output),
        Map.entry("error", error),
        Map.entry("logs", texts(logs)));
  }

  private static Value error(NodeFailure failure) {
    return mapping(
        Map.entry("code", Value.of(failure.code())),
        Map.entry("message", Value.of(failure.message())),
        Map.entry("node", Value.of(failure.node().value())),
        Map.entry("file", failure.file().<Value>map(Value::of).orElse(Value.Null.NULL)),
        Map.entry("line", failure.line() > 0 ? Value.of(failure.line()) : Value.Null.NULL),
        Map.entry("details", texts(failure.details())));
  }

  private static Value span(Span span, Value.Mapping inputs) {
    return mapping(
        Map.entry("name", Value.of(span.name())),
        Map.entry("type", Value.of(span.kind().label())),
        Map.entry("start_time", Value.of(span.start().toString())),
        Map.entry("end_time", Value.of(span.end().toString())),
        Map.entry("inputs", inputs),
        Map.entry("output", span.output()),
        Map.entry("error", span.error().<Value>map(Value::of).orElse(Value.Null.NULL)),
        Map.entry("usage", usage(span.usage())),
        Map.entry("cost", span.cost().<Value>map(CostValue::of).orElse(Value.Null.NULL)),
        Map.entry("children", spans(span.children())));
  }

  /// The traces of nodes that began.
  public static Value traces(Collection<NodeResult> results) {
    var spans = new ArrayList<Span>();
    for (NodeResult result : results) {
      switch (result) {
        case NodeResult.Completed completed -> spans.add(completed.span());
        case NodeResult.Failed failed -> spans.add(failed.span());
        case NodeResult.Bypassed _, NodeResult.Canceled _ -> {}
      }
    }
    return spans(spans);
  }

  private static Value spans(List<Span> spans) {
    return Value.of(spans.stream().map(span -> span(span, span.inputs())).toList());
  }

  private static Value usage(TokenUsage usage) {
    Value.Mapping counted = counts(usage);
    if (!usage.estimated()) {
      return counted;
    }
    var marked = new LinkedHashMap<>(counted.entries());
    marked.put("estimated", Value.Bool.TRUE);
    return new Value.Mapping(marked);
  }

  private static Value.Mapping counts(TokenUsage usage) {
    return mapping(
        Map.entry("prompt_tokens", Value.of(usage.prompt())),
        Map.entry("completion_tokens", Value.of(usage.completion())),
        Map.entry("total_tokens", Value.of(usage.total())),
        Map.entry("cached_tokens", Value.of(usage.cached())),
        Map.entry("reasoning_tokens", Value.of(usage.reasoning())));
  }

  private static Value texts(List<String> lines) {
    return Value.of(lines.stream().<Value>map(Value::of).toList());
  }

  @SafeVarargs
  private static Value.Mapping mapping(Map.Entry<String, Value>... entries) {
    var fields = new LinkedHashMap<String, Value>();
    for (Map.Entry<String, Value> entry : entries) {
      fields.put(entry.getKey(), entry.getValue());
    }
    return new Value.Mapping(fields);
  }
}
