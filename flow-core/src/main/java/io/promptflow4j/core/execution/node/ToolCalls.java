package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
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
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

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
      ToolResult result =
          attempt.journal().isEmpty()
              ? node.tool().call(call)
              : recorded(attempt.journal().get(), node, shown, call);
      return Settled.of(completed(node, start, shown, result));
    } catch (ToolException problem) {
      NodeFailure failure = NodeFailures.of(node, problem);
      return Settled.of(
          new NodeResult.Failed(
              failure,
              problem.details().logs(),
              Spans.failed(failure, start, Instant.now(), shown, List.of())));
    }
  }

  private static ToolResult recorded(
      CallJournal journal, Node.ToolNode node, Value.Mapping shown, ToolCall call)
      throws InterruptedException {
    return CallRecords.toolResult(
        journal.once(CallRecords.key(node, shown), () -> CallRecords.of(node.tool().call(call))));
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

  private static NodeResult completed(
      Node node, Instant start, Value.Mapping shown, ToolResult result) {
    return new NodeResult.Completed(
        result.value(),
        result.logs(),
        result.metrics(),
        Spans.completed(
            node, start, shown, result.value(), TokenUsage.NONE, Spans.of(result.calls())));
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
        ? new Argument.Connected(models.connection(connection), () -> models.behind(connection))
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
              case Argument.Connected(var connection, var _) -> Value.of(connection.name());
            }));
    return new Value.Mapping(values);
  }
}
