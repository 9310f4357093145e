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

/// Runs tool nodes: passes what the tool takes, connections included.
public final class ToolCalls {

  private final Models models;

  public ToolCalls(Models models) {
    this.models = models;
  }

  public Settled run(Node.ToolNode node, Attempt attempt, Instant start)
      throws InterruptedException {
    var services = new ToolServices(models, node, attempt.journal());
    SequencedMap<String, Argument> arguments = arguments(node, attempt.plain(), services);
    Value.Mapping shown = shown(arguments);
    var call = call(node, attempt, arguments, services);
    try {
      return Settled.of(
          attempt.journal().isEmpty()
              ? completed(node, start, shown, services.with(node.tool().call(call)), List.of())
              : recorded(attempt.journal().get(), node, start, shown, call, services));
    } catch (ToolException problem) {
      NodeFailure failure = NodeFailures.of(node, problem);
      return Settled.of(
          new NodeResult.Failed(
              failure,
              problem.details().logs(),
              Spans.failed(
                  failure, start, Instant.now(), shown, Spans.of(services.calls(problem)))));
    }
  }

  /// The call that a node would make now.
  public ToolCall call(Node.ToolNode node, Attempt attempt) {
    var services = new ToolServices(models, node, attempt.journal());
    return call(node, attempt, arguments(node, attempt.plain(), services), services);
  }

  private static NodeResult recorded(
      CallJournal journal,
      Node.ToolNode node,
      Instant start,
      Value.Mapping shown,
      ToolCall call,
      ToolServices services)
      throws InterruptedException {
    RecordedCall result =
        journal.once(CallRecords.key(node, shown), () -> services.record(node.tool().call(call)));
    List<Span> found =
        Origin.source(result).stream()
            .map(origin -> Spans.given(origin, Savings.of(result)))
            .toList();
    return completed(node, start, shown, CallRecords.toolResult(result), found);
  }

  private static ToolCall call(
      Node.ToolNode node,
      Attempt attempt,
      SequencedMap<String, Argument> arguments,
      ToolServices services) {
    return new ToolCall(
        node.name().value(),
        attempt.line(),
        arguments,
        attempt.remaining(),
        attempt.chunks().orElse(_ -> {}),
        services);
  }

  /// @param found where the result was found, if it was not made now
  private static NodeResult completed(
      Node node, Instant start, Value.Mapping shown, ToolResult result, List<Span> found) {
    List<Span> inside = found.isEmpty() ? Spans.of(result.calls()) : found;
    return new NodeResult.Completed(
        result.value(),
        result.logs(),
        result.metrics(),
        Spans.completed(node, start, shown, result.value(), TokenUsage.NONE, inside));
  }

  private SequencedMap<String, Argument> arguments(
      Node.ToolNode node, Readings readings, ToolServices services) {
    var arguments = new LinkedHashMap<String, Argument>();
    node.inputs()
        .forEach((name, binding) -> {
          if (!isLeftToDefault(node, name, binding, readings)) {
            arguments.put(name, argument(name, binding, readings, services));
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

  private static Argument argument(
      String name, Binding binding, Readings readings, ToolServices services) {
    return binding instanceof Binding.OfConnection(var connection)
        ? services.connected(connection)
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
