package io.promptflow4j.server.deployment;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.FlowOutput;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.trace.TraceParent;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A flow under a name, loaded once and called by many at a time.
public final class ServedFlow {

  private final String name;
  private final Flow flow;
  private final Set<String> shown;
  private final Set<String> streamed;
  private final Duration limit;
  private final BiConsumer<Value.Mapping, FlowResult> ended;
  private final boolean tools;

  /// @param shownOutputs the outputs that callers see; those that are not for evaluation only, if
  ///   nothing is said
  /// @param limit how long a call may take
  /// @param ended is told of each call that has ended
  public ServedFlow(
      String name,
      Flow flow,
      Optional<List<String>> shownOutputs,
      Duration limit,
      Consumer<FlowResult> ended) {
    this.name = name;
    this.flow = flow;
    this.limit = limit;
    this.ended = (_, result) -> ended.accept(result);
    this.shown = new LinkedHashSet<>();
    this.streamed = new LinkedHashSet<>();
    for (FlowOutput output : flow.graph().outputs()) {
      if (shownOutputs
          .map(named -> named.contains(output.name()))
          .orElse(!output.evaluationOnly())) {
        shown.add(output.name());
        if (isOf(Node.Llm.class, output)) {
          streamed.add(output.name());
        }
      }
    }
    this.tools =
        flow.graph().outputs().stream().anyMatch(output -> isOf(Node.ToolNode.class, output));
  }

  private ServedFlow(ServedFlow flow, BiConsumer<Value.Mapping, FlowResult> ended) {
    this.name = flow.name;
    this.flow = flow.flow;
    this.limit = flow.limit;
    this.shown = flow.shown;
    this.streamed = flow.streamed;
    this.tools = flow.tools;
    this.ended = ended;
  }

  /// The same flow, with somebody more who is told of the inputs and the result of each call.
  public ServedFlow heardBy(BiConsumer<Value.Mapping, FlowResult> other) {
    return new ServedFlow(this, ended.andThen(other));
  }

  private boolean isOf(Class<? extends Node> kind, FlowOutput output) {
    return output.binding() instanceof Binding.FromNode(var node, _)
        && flow.graph().node(node).filter(kind::isInstance).isPresent();
  }

  public String name() {
    return name;
  }

  public FlowGraph graph() {
    return flow.graph();
  }

  public Optional<ChatRoles> chat() {
    return flow.graph().chat();
  }

  /// Whether some output is a model's own, so that it comes in pieces whenever a caller wants it
  /// so.
  public boolean streams() {
    return !streamed.isEmpty();
  }

  /// Whether it streams, or has an output of a tool, which may turn out to give pieces.
  public boolean mayStream() {
    return tools || streams();
  }

  /// Whether callers see the output.
  public boolean isShown(String output) {
    return shown.contains(output);
  }

  /// The outputs that callers see.
  public Value.Mapping shown(Value.Mapping outputs) {
    var seen = new LinkedHashMap<String, Value>();
    outputs
        .entries()
        .forEach((output, value) -> {
          if (shown.contains(output)) {
            seen.put(output, value);
          }
        });
    return Value.of(seen);
  }

  /// Runs the flow on the calling thread, for no caller's span.
  public FlowResult run(Value.Mapping inputs, Optional<Duration> patience) {
    return run(inputs, patience, Optional.empty());
  }

  /// Runs the flow on the calling thread; an interrupt cancels it.
  ///
  /// @param parent the caller's own span
  public FlowResult run(
      Value.Mapping inputs, Optional<Duration> patience, Optional<TraceParent> parent) {
    FlowResult result = flow.run(request(inputs, patience).withParent(parent));
    ended.accept(inputs, result);
    return result;
  }

  /// Starts the flow on a thread of its own.
  ///
  /// @param parent the caller's own span
  public RunningFlow start(
      Value.Mapping inputs, Optional<Duration> patience, Optional<TraceParent> parent) {
    return new RunningFlow(
        flow, request(inputs, patience).withParent(parent), result -> ended.accept(inputs, result));
  }

  private RunRequest request(Value.Mapping inputs, Optional<Duration> patience) {
    Duration own = patience.filter(other -> other.compareTo(limit) < 0).orElse(limit);
    return RunRequest.of(inputs).withLimit(own);
  }
}
