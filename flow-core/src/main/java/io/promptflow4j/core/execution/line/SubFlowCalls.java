package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.node.Attempt;
import io.promptflow4j.core.execution.node.NodeWork;
import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Runs the flows of a flow's nodes, each as part of its node: in its time, with its journal, and
/// with its trace below the node's. Thread-safe.
final class SubFlowCalls implements NodeWork.FlowCalls {

  private final Map<NodeName, FlowExecutor> executors = new HashMap<>();

  /// The output of a node's flow that the flow around it hands on as it is.
  private final Map<NodeName, String> handedOn = new HashMap<>();

  SubFlowCalls(FlowGraph graph, Models models) {
    for (Node node : graph.withOffered()) {
      if (node instanceof Node.SubFlow inner) {
        executors.put(node.name(), new FlowExecutor(inner.flow(), inner.folder(), models));
      }
    }
    graph.outputs().forEach(this::handOn);
  }

  /// The first output that reads a node decides what of it is streamed.
  private void handOn(FlowOutput output) {
    if (output.binding() instanceof Binding.FromNode(var node, var path)
        && executors.containsKey(node)) {
      String key =
          path.steps().size() == 1
                  && path.steps().getFirst() instanceof PropertyPath.Step.Key(var only)
              ? only
              : "";
      handedOn.putIfAbsent(node, key);
    }
  }

  @Override
  public Settled run(Node.SubFlow node, Attempt attempt, Instant start)
      throws InterruptedException {
    FlowExecutor executor = executors.get(node.name());
    if (executor == null) {
      throw new IllegalStateException("node '%s' has no executor".formatted(node.name()));
    }
    var inputs = new Value.Mapping(NodeWork.inputs(node, attempt.plain()));
    var request =
        new RunRequest(
            inputs,
            Optional.of(attempt.remaining()),
            attempt.line(),
            false,
            attempt.chunks().map(told -> chunks(node.name(), told)),
            Optional.empty(),
            attempt.journal().map(journal -> new Below(journal, node.name().value())),
            Optional.empty());
    FlowResult result = executor.within(request, attempt.rounds());
    return switch (result.status()) {
      case COMPLETED -> completed(node, inputs, result, start);
      case FAILED -> failed(node, inputs, result, start);
      case CANCELED -> {
        boolean _ = Thread.interrupted(); // the exception says it now
        throw new InterruptedException();
      }
    };
  }

  private BiConsumer<String, Value> chunks(NodeName node, Consumer<Value> told) {
    String output = handedOn.getOrDefault(node, "");
    return (name, chunk) -> {
      if (name.equals(output)) {
        told.accept(chunk);
      }
    };
  }

  private static Settled completed(
      Node.SubFlow node, Value.Mapping inputs, FlowResult result, Instant start) {
    Span span = span(node, inputs, result.outputs(), Optional.empty(), result, start);
    return Settled.of(new NodeResult.Completed(result.outputs(), told(result), span));
  }

  private static Settled failed(
      Node.SubFlow node, Value.Mapping inputs, FlowResult result, Instant start) {
    FlowResult.Failure why = result.failure().orElseThrow();
    Optional<NodeFailure> inner = why.node();
    String message = "in its flow, " + why.message();
    var failure =
        new NodeFailure(
            node.name(),
            why.code(),
            message,
            inner
                .flatMap(NodeFailure::file)
                .map(file -> folder(node) + file)
                .or(() -> node.head().sourceFile()),
            inner.map(NodeFailure::line).orElse(0),
            inner.map(NodeFailure::details).orElse(List.of()));
    Span span = span(node, inputs, Value.Null.NULL, Optional.of(message), result, start);
    return Settled.of(new NodeResult.Failed(failure, told(result), span));
  }

  /// What there is to be read of the flow: what its nodes printed, then its warnings.
  private static List<String> told(FlowResult result) {
    var told = new ArrayList<String>();
    result
        .nodes()
        .forEach((name, node) -> node.logs().forEach(line -> told.add(name + ": " + line)));
    told.addAll(result.warnings());
    return told;
  }

  private static String folder(Node.SubFlow node) {
    String file = node.head().sourceFile().orElse("");
    return file.substring(0, file.lastIndexOf('/') + 1);
  }

  private static Span span(
      Node.SubFlow node,
      Value.Mapping inputs,
      Value output,
      Optional<String> error,
      FlowResult result,
      Instant start) {
    return Span.ofNode(node.name().value(), start, inputs, output, error, List.of(result.trace()));
  }

  /// The journal of a flow in a node: its calls are told apart by that node.
  private record Below(CallJournal journal, String node) implements CallJournal {
    @Override
    public RecordedCall once(CallKey key, Call call) throws InterruptedException {
      return journal.once(key.within(node + "/" + key.node(), "flow " + node), call);
    }
  }
}
