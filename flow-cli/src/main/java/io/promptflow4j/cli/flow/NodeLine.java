package io.promptflow4j.cli.flow;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.FlowResult.Failure;
import io.promptflow4j.core.execution.FlowResult.Status;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The run of one node, told like a line that has only this node. Its one output is `output`.
final class NodeLine {

  private NodeLine() {}

  static FlowResult of(NodeName name, NodeResult node) {
    return switch (node) {
      case NodeResult.Completed(var output, _, _, var span) ->
          line(Status.COMPLETED, name, node, outputs(output), Optional.empty(), span);
      case NodeResult.Failed(var failure, _, var span) ->
          line(
              Status.FAILED,
              name,
              node,
              Value.Mapping.EMPTY,
              Optional.of(new Failure(failure.code(), failure.message(), Optional.of(failure))),
              span);
      case NodeResult.Bypassed _ ->
          line(
              Status.COMPLETED,
              name,
              node,
              outputs(Value.Null.NULL),
              Optional.empty(),
              nothing(name));
      case NodeResult.Canceled _ ->
          line(
              Status.CANCELED,
              name,
              node,
              Value.Mapping.EMPTY,
              Optional.of(new Failure("canceled", "the node was canceled", Optional.empty())),
              nothing(name));
    };
  }

  private static FlowResult line(
      Status status,
      NodeName name,
      NodeResult node,
      Value.Mapping outputs,
      Optional<Failure> failure,
      Span span) {
    var nodes = new LinkedHashMap<NodeName, NodeResult>();
    nodes.put(name, node);
    return new FlowResult(
        status, outputs, nodes, Value.Mapping.EMPTY, span.usage(), failure, List.of(), span);
  }

  private static Value.Mapping outputs(Value output) {
    var outputs = new LinkedHashMap<String, Value>();
    outputs.put("output", output);
    return Value.of(outputs);
  }

  private static Span nothing(NodeName name) {
    Instant now = Instant.now();
    return new Span(
        name.value(),
        Span.Kind.NODE,
        now,
        now,
        Value.Mapping.EMPTY,
        Value.Null.NULL,
        Optional.empty(),
        TokenUsage.NONE,
        List.of());
  }
}
