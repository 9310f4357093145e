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
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolResult.InnerCall;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
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
      return Settled.of(
          attempt.journal().isEmpty()
              ? completed(node, start, shown, called(node, call), List.of())
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

  /// The call that a node would make now.
  public ToolCall call(Node.ToolNode node, Attempt attempt) {
    return call(node, attempt, arguments(node, attempt.plain()));
  }

  /// The result, where each call of a service says what it cost.
  private ToolResult called(Node.ToolNode node, ToolCall call) throws InterruptedException {
    ToolResult result = node.tool().call(call);
    if (result.calls().isEmpty()) {
      return result;
    }
    Optional<Connection> connection =
        call.arguments().values().stream()
            .filter(Argument.Connected.class::isInstance)
            .map(argument -> ((Argument.Connected) argument).connection())
            .findFirst();
    return connection.isEmpty()
        ? result
        : new ToolResult(
            result.value(),
            result.logs(),
            result.metrics(),
            result.calls().stream().map(inner -> priced(inner, connection.get())).toList());
  }

  private InnerCall priced(InnerCall call, Connection connection) {
    if (call.cost().isPresent() || call.usage().equals(TokenUsage.NONE)) {
      return call;
    }
    Optional<String> model =
        call.inputs().get("model") instanceof Value.Text(var name)
            ? Optional.of(name)
            : Optional.empty();
    return call.withCost(models.cost(connection, model, call.usage()));
  }

  private NodeResult recorded(
      CallJournal journal, Node.ToolNode node, Instant start, Value.Mapping shown, ToolCall call)
      throws InterruptedException {
    RecordedCall result =
        journal.once(CallRecords.key(node, shown), () -> CallRecords.of(called(node, call)));
    List<Span> found =
        Origin.source(result).stream()
            .map(origin -> Spans.given(origin, saved(result, origin)))
            .toList();
    return completed(node, start, shown, CallRecords.toolResult(result), found);
  }

  /// Time in any case; money and tokens if the tool asked a service that costs.
  private static Savings saved(RecordedCall result, Origin origin) {
    return result.facts().get("cost") == null
        ? Savings.NONE.plus(origin.took())
        : Savings.of(result);
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
    List<Span> inside = found.isEmpty() ? Spans.of(result.calls()) : found;
    return new NodeResult.Completed(
        result.value(),
        result.logs(),
        result.metrics(),
        Spans.completed(node, start, shown, result.value(), TokenUsage.NONE, inside));
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
