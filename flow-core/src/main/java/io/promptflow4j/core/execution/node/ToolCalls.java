package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.Origin;
import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.execution.reading.Readings;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Runs tool nodes: passes what the tool takes, connections included.
public final class ToolCalls {

  private final Models models;

  public ToolCalls(Models models) {
    this.models = models;
  }

  public Settled run(Node.ToolNode node, Attempt attempt, Instant start)
      throws InterruptedException {
    SequencedMap<String, Argument> arguments = arguments(node, attempt.plain());
    Value.Mapping shown = shown(arguments);
    try {
      var call = call(node, attempt, arguments);
      return Settled.of(
          attempt.journal().isEmpty()
              ? completed(node, start, shown, node.tool().call(call), List.of())
              : recorded(attempt.journal().get(), node, start, shown, call));
    } catch (ToolException problem) {
      NodeFailure failure = NodeFailures.of(node, problem);
      return Settled.of(
          new NodeResult.Failed(
              failure,
              problem.details().logs(),
              Spans.failed(failure, start, Instant.now(), shown, List.of())));
    }
  }

  private static NodeResult recorded(
      CallJournal journal, Node.ToolNode node, Instant start, Value.Mapping shown, ToolCall call)
      throws InterruptedException {
    RecordedCall result =
        journal.once(CallRecords.key(node, shown), () -> CallRecords.of(node.tool().call(call)));
    List<Span> found =
        Origin.source(result).stream()
            .map(origin -> Spans.given(origin, Savings.NONE.plus(origin.took())))
            .toList();
    return completed(node, start, shown, CallRecords.toolResult(result), found);
  }

  private static ToolCall call(
      Node.ToolNode node, Attempt attempt, SequencedMap<String, Argument> arguments) {
    return new ToolCall(
        node.name().value(),
        attempt.line(),
        arguments,
        attempt.remaining(),
        attempt.chunks().orElse(_ -> {}));
  }

  /// @param found where the result was found, if it was not made now
  private static NodeResult completed(
      Node node, Instant start, Value.Mapping shown, ToolResult result, List<Span> found) {
    List<Span> inside =
        found.isEmpty()
            ? Spans.of(result.calls())
            : Stream.concat(found.stream(), Spans.of(result.calls()).stream()).toList();
    return new NodeResult.Completed(
        result.value(),
        result.logs(),
        result.metrics(),
        Spans.completed(
            node, start, shown, result.value(), TokenUsage.NONE, inside));
  }

  private SequencedMap<String, Argument> arguments(Node.ToolNode node, Readings readings) {
    var arguments = new LinkedHashMap<String, Argument>();
    node.inputs()
        .forEach((name, binding) -> {
          if (!isLeftToDefault(node, name, binding, readings)) {
            arguments.put(name, argument(name, binding, readings));
          }
        });
    return arguments;
  }

  /// An input that reads a bypassed node is left out if its parameter has a default.
  private static boolean isLeftToDefault(
      Node.ToolNode node, String name, Binding binding, Readings readings) {
    return binding instanceof Binding.FromNode(var from, var _)
        && readings.isBypassed(from)
        && node.tool().signature().parameter(name).filter(ToolParameter::required).isEmpty();
  }

  private Argument argument(String name, Binding binding, Readings readings) {
    return binding instanceof Binding.OfConnection(var connection)
        ? new Argument.Connected(models.connection(connection))
        : new Argument.Data(NodeWork.read(name, binding, readings));
  }

  /// The arguments for the trace; a connection is its name.
  private static Value.Mapping shown(SequencedMap<String, Argument> arguments) {
    var values = new LinkedHashMap<String, Value>();
    arguments.forEach((name, argument) ->
        values.put(
            name,
            switch (argument) {
              case Argument.Data(var value) -> value;
              case Argument.Connected(var connection) -> Value.of(connection.name());
            }));
    return new Value.Mapping(values);
  }
}
