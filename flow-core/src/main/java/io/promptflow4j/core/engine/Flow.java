package io.promptflow4j.core.engine;

import io.promptflow4j.core.execution.AggregationResult;
import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.streaming.FlowEvent;
import io.promptflow4j.core.execution.streaming.FlowStream;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A flow that is loaded and can run, again and again and from many threads at once.
///
/// ```java
/// try (Flow flow = Flow.load(Path.of("samples/hello"))) {
///   FlowResult result = flow.run(Map.of("name", "Ada"));
///   System.out.println(result.outputs().get("greeting"));
/// }
/// ```
///
/// Worker processes and connections are opened when a node first needs them and kept until the flow
/// is closed.
public final class Flow implements AutoCloseable {

  private final LoadedFlow loaded;

  private Flow(LoadedFlow loaded) {
    this.loaded = loaded;
  }

  /// Loads the flow in a folder, or in a flow file, with nothing said from outside.
  ///
  /// @throws FlowLoadException if its files have mistakes
  public static Flow load(Path path) {
    return load(path, FlowSettings.defaults());
  }

  /// Loads the flow in a folder, or in a flow file.
  ///
  /// @throws FlowLoadException if its files have mistakes
  public static Flow load(Path path, FlowSettings settings) {
    return new Flow(LoadedFlow.load(path, settings));
  }

  /// Checks a flow without keeping it: all mistakes, warnings and hints at once.
  public static Check check(Path path, FlowSettings settings) {
    return LoadedFlow.check(path, settings);
  }

  /// Checks a flow as [#check] does, and warns of each connection that its nodes need and this
  /// machine lacks.
  public static Check checkForRun(Path path, FlowSettings settings) {
    return LoadedFlow.checkForRun(path, settings);
  }

  /// The checked flow.
  public FlowGraph graph() {
    return loaded.graph();
  }

  /// Warnings and hints found while it was loaded.
  public List<Diagnostic> diagnostics() {
    return loaded.diagnostics();
  }

  /// What the catalog says against the models that the flow will call: warnings and hints. Nothing
  /// is kept from running because of them.
  public List<Diagnostic> modelAdvice() {
    return loaded.modelAdvice();
  }

  /// What was used instead of what the flow names, such as a rules file instead of a connection
  /// that is configured nowhere: a sentence each, in the order they came up.
  public List<String> notices() {
    return loaded.notices();
  }

  /// Runs it on one set of inputs.
  ///
  /// @throws IllegalArgumentException if an input is not data a flow can carry
  public FlowResult run(Map<String, ?> inputs) {
    return run(RunRequest.of(inputs));
  }

  /// Runs it on one set of inputs. A failure is in the result, never thrown.
  public FlowResult run(RunRequest request) {
    return loaded.executor().run(loaded.limited(request));
  }

  /// Runs it on one set of inputs and gives what comes of it as it comes: the outputs that are
  /// known early, pieces of those that models or generators write, and last the result.
  ///
  /// ```java
  /// try (Stream<FlowEvent> events = flow.stream(Map.of("question", "Why?"))) {
  ///   events.forEach(event -> {
  ///     if (event instanceof FlowEvent.Piece piece) {
  ///       System.out.print(piece.text());
  ///     }
  ///   });
  /// }
  /// ```
  ///
  /// The flow begins with the first event that is asked for; closing the stream ends it.
  ///
  /// @throws IllegalArgumentException if an input is not data a flow can carry
  public Stream<FlowEvent> stream(Map<String, ?> inputs) {
    return stream(RunRequest.of(inputs));
  }

  /// As [#stream(Map)]; the listeners of the request are not told.
  public Stream<FlowEvent> stream(RunRequest request) {
    return FlowStream.of(this::run, request);
  }

  /// Runs one node alone on its inputs, and gives what it came to.
  ///
  /// @param inputs as in [#runNode]
  /// @throws IllegalArgumentException if the flow has no node of that name
  public NodeResult node(String name, Map<String, ?> inputs) {
    FlowResult result = runNode(name, RunRequest.of(inputs));
    return result.nodes().firstEntry().getValue();
  }

  /// Runs one node alone.
  ///
  /// `request` gives, by name, the node's own inputs; or the flow inputs it reads (as `x` or
  /// `inputs.x`); or the outputs of the nodes it reads (as `node.output` or `node`). An input that
  /// the flow file binds to a literal may be left out.
  ///
  /// The result has that one node and no outputs. A failure is in it, never thrown.
  ///
  /// @throws IllegalArgumentException if the flow has no node of that name
  public FlowResult runNode(String node, RunRequest request) {
    return loaded.executor().runNode(node, loaded.limited(request));
  }

  /// What a completed line contributes to the flow's aggregation nodes; kept by whoever runs many
  /// lines.
  public Value.Mapping contribution(FlowResult completedLine) {
    return loaded.executor().contribution(completedLine);
  }

  /// Runs the aggregation nodes over what completed lines contribute, in the order of the lines.
  /// Together they may take as long as a line: `PF_LINE_TIMEOUT_SEC`, or ten minutes.
  public AggregationResult aggregate(List<Value.Mapping> contributions) {
    return loaded.executor().aggregate(contributions, loaded.lineLimit(), loaded.journal(-1));
  }

  /// Runs the aggregation nodes over what completed lines contribute, in the order of the lines.
  ///
  /// @param limit how long they may take together
  /// @param journal remembers their calls, so that none is made and paid twice
  public AggregationResult aggregate(
      List<Value.Mapping> contributions, Duration limit, CallJournal journal) {
    return loaded.executor().aggregate(contributions, limit, Optional.of(journal));
  }

  /// Whether it has aggregation nodes.
  public boolean aggregates() {
    return loaded.executor().aggregates();
  }

  /// Ends worker processes and connections.
  @Override
  public void close() {
    loaded.close();
  }

  /// What checking a flow found.
  ///
  /// @param graph the flow, if it has no errors
  /// @param flowFile the flow file, to show the lines that diagnostics name; empty if it could not
  ///   be read
  public record Check(
      List<Diagnostic> diagnostics, Optional<FlowGraph> graph, Optional<SourceText> flowFile) {

    public Check {
      diagnostics = List.copyOf(diagnostics);
    }

    public boolean isValid() {
      return diagnostics.stream().noneMatch(Diagnostic::isError);
    }
  }
}
