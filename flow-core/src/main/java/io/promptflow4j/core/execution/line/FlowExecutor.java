package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.execution.AggregationResult;
import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.execution.acting.ActingCalls;
import io.promptflow4j.core.execution.control.ControlledWork;
import io.promptflow4j.core.execution.node.Attempt;
import io.promptflow4j.core.execution.node.ModelCalls;
import io.promptflow4j.core.execution.node.NodeWork;
import io.promptflow4j.core.execution.node.Rounds;
import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.execution.node.ToolCalls;
import io.promptflow4j.core.execution.reading.LineInputs;
import io.promptflow4j.core.execution.schedule.ExecutionPlan;
import io.promptflow4j.core.execution.schedule.Scheduling;
import io.promptflow4j.core.execution.tape.CallTape;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.source.FlowFolder;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.trace.TraceSink;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs the lines of one flow. Thread-safe: lines run at the same time and share nothing.
public final class FlowExecutor {

  private final FlowGraph graph;
  private final FlowFolder folder;
  private final Models models;
  private final ControlledWork work;
  private final ExecutionPlan line;
  private final Aggregation aggregation;
  private final Optional<CallTape> tape;
  private final Optional<TraceSink> traces;

  /// @param folder where relative image paths of inputs are found
  public FlowExecutor(FlowGraph graph, FlowFolder folder, Models models) {
    this(graph, folder, models, Optional.empty());
  }

  /// @param tape what records the calls that are made, or answers them
  public FlowExecutor(FlowGraph graph, FlowFolder folder, Models models, Optional<CallTape> tape) {
    this(graph, folder, models, tape, Optional.empty());
  }

  /// @param traces takes the traces of lines
  public FlowExecutor(
      FlowGraph graph,
      FlowFolder folder,
      Models models,
      Optional<CallTape> tape,
      Optional<TraceSink> traces) {
    this.traces = traces;
    this.graph = graph;
    this.folder = folder;
    this.models = models;
    this.tape = tape;
    var tools = new ToolCalls(models);
    var acts = new ActingCalls(models, tools, this::runs);
    this.work =
        new ControlledWork(
            new NodeWork(tools, new ModelCalls(models), new SubFlowCalls(graph, models), acts));
    this.line = ExecutionPlan.ofLine(graph);
    this.aggregation = new Aggregation(graph, work);
  }

  private Settled runs(Node node, Attempt attempt) throws InterruptedException {
    return work.run(node, attempt);
  }

  /// Runs one line. Whatever happens is in the result; an interrupt of the calling thread cancels
  /// the line and stays set.
  public FlowResult run(RunRequest request) {
    FlowResult result = line(request);
    traces.ifPresent(sink ->
        sink.ended(result.trace(), request.parent(), request.line(), FlowResults.failures(result)));
    return result;
  }

  private FlowResult line(RunRequest request) {
    Instant start = Instant.now();
    Supplier<Redaction> secrets = LineSecrets.of(graph, request.inputs(), models);
    FlowResult result =
        switch (LineInputs.prepare(graph, request.inputs(), folder)) {
          case LineInputs.Wrong(var code, var message) ->
              FlowResults.rejected(graph, request, start, code, message);
          case LineInputs.Ready(var inputs) ->
              run(discreet(request, secrets), inputs, start, new Rounds(), secrets);
        };
    return MaskedResults.of(result, secrets.get());
  }

  /// Runs the flow as part of a node of another flow. Nothing is masked: that is done once, where
  /// the whole result is told.
  FlowResult within(RunRequest request, Rounds rounds) {
    Instant start = Instant.now();
    return switch (LineInputs.prepare(graph, request.inputs(), folder)) {
      case LineInputs.Wrong(var code, var message) ->
          FlowResults.rejected(graph, request, start, code, message);
      case LineInputs.Ready(var inputs) -> run(request, inputs, start, rounds, models::redaction);
    };
  }

  private RunRequest discreet(RunRequest request, Supplier<Redaction> secrets) {
    Optional<CallJournal> journal = discreet(request.journal(), secrets);
    return journal.isEmpty() ? request : request.withJournal(journal.get());
  }

  private FlowResult run(
      RunRequest request,
      SequencedMap<String, Value> inputs,
      Instant start,
      Rounds rounds,
      Supplier<Redaction> secrets) {
    long deadline = System.nanoTime() + request.limit().toNanos();
    var books = new @Nullable Settled[line.size()];
    var plain = LineReadings.plain(inputs, line, books);
    var prompts = plain.forPrompts();
    var known = KnownOutputs.of(graph, plain, request, secrets);
    var scheduling =
        new Scheduling(
            line,
            (number, node) -> {
              Optional<MaskedChunks> chunks = listener(request, number, known, secrets);
              var attempt =
                  new Attempt(
                      plain,
                      prompts,
                      request.line(),
                      deadline,
                      chunks.map(Function.identity()),
                      request.journal(),
                      rounds);
              Settled settled = work.run(node, attempt);
              chunks.ifPresent(MaskedChunks::end);
              return settled;
            },
            plain,
            books,
            deadline);
    Scheduling.End end = scheduling.run();
    if (end == Scheduling.End.INTERRUPTED) {
      Thread.currentThread().interrupt();
    }
    var outcome =
        new LineOutcome(line, books, end, scheduling.firstFailed().map(Node::name), inputs, plain);
    FlowResult result = FlowResults.of(graph, request, start, outcome);
    return request.aggregate() && result.status() == FlowResult.Status.COMPLETED
        ? withAggregation(result, request)
        : result;
  }

  private Optional<MaskedChunks> listener(
      RunRequest request, int number, KnownOutputs known, Supplier<Redaction> secrets) {
    String output = line.streamedOutput(number);
    return output == null
        ? Optional.empty()
        : request
            .chunks()
            .map(chunks ->
                new MaskedChunks(
                    chunk -> {
                      known.tell();
                      chunks.accept(output, chunk);
                    },
                    secrets));
  }

  private Optional<CallJournal> discreet(
      Optional<CallJournal> journal, Supplier<Redaction> secrets) {
    Optional<CallJournal> told = journal.map(kept -> new DiscreetJournal(kept, secrets));
    return tape.<CallJournal>map(recording ->
            (key, call) -> {
              CallJournal.Call taped = () -> recording.once(key, call, secrets);
              return told.isPresent() ? told.get().once(key, taped) : taped.make();
            })
        .or(() -> told);
  }

  private FlowResult withAggregation(FlowResult result, RunRequest request) {
    if (aggregation.isEmpty()) {
      return result;
    }
    AggregationResult aggregated =
        aggregation.run(
            List.of(aggregation.contribution(result)), request.limit(), request.journal());
    return FlowResults.joined(result, aggregated);
  }

  /// Runs one node alone, on what `request` gives for its inputs and for what it reads.
  ///
  /// @throws IllegalArgumentException if the flow has no node of that name
  public FlowResult runNode(String name, RunRequest request) {
    Instant start = Instant.now();
    Node node =
        graph
            .node(new NodeName(name))
            .orElseThrow(() -> new IllegalArgumentException(noSuchNode(name)));
    Supplier<Redaction> secrets = LineSecrets.of(graph, request.inputs(), models);
    NodeResult result = singleNode(node, request, secrets);
    return MaskedResults.of(
        FlowResults.ofNode(graph, node.name(), result, request, start), secrets.get());
  }

  private NodeResult singleNode(Node node, RunRequest request, Supplier<Redaction> secrets) {
    Optional<MaskedChunks> chunks =
        request
            .chunks()
            .map(listener ->
                new MaskedChunks(chunk -> listener.accept(node.name().value(), chunk), secrets));
    NodeResult result =
        new SingleNode(graph, work, folder)
            .run(
                node,
                request,
                chunks.map(Function.identity()),
                discreet(request.journal(), secrets));
    chunks.ifPresent(MaskedChunks::end);
    return result;
  }

  /// The messages, or the text, that a flow of one model node would send.
  ///
  /// @throws ModelException if there is no such node, or the inputs or the prompt are wrong
  public Value rendered(RunRequest request) {
    if (!(graph.nodes().getFirst() instanceof Node.Llm node)) {
      throw new ModelException("bad-input", "only a prompty can be rendered", false);
    }
    return switch (LineInputs.prepare(graph, request.inputs(), folder)) {
      case LineInputs.Wrong(var code, var message) ->
          throw new ModelException(code, message, false);
      case LineInputs.Ready(var inputs) ->
          ModelCalls.rendered(
              node,
              LineReadings.plain(inputs, line, new @Nullable Settled[line.size()]).forPrompts());
    };
  }

  private String noSuchNode(String name) {
    List<String> names = graph.nodes().stream().map(node -> node.name().value()).toList();
    return "the flow has no node '%s'; it has %s.%s"
        .formatted(name, names, Suggestion.didYouMean(name, names));
  }

  /// What a completed line contributes to the aggregation nodes: the value of each reference they
  /// make to ordinary nodes and flow inputs, by the reference's text. It is kept in records, so a
  /// secret is masked in it, as in the result itself.
  public Value.Mapping contribution(FlowResult completedLine) {
    return aggregation.contribution(completedLine);
  }

  /// Runs the aggregation nodes over the contributions of all completed lines, in the order of the
  /// lines.
  ///
  /// @param journal what remembers the calls of these nodes, if anything does
  public AggregationResult aggregate(
      List<Value.Mapping> contributions, Duration limit, Optional<CallJournal> journal) {
    Instant start = Instant.now();
    AggregationResult result =
        MaskedResults.of(
            aggregation.run(contributions, limit, discreet(journal, models::redaction)),
            models.redaction());
    traces.ifPresent(sink ->
        sink.ended(
            AggregationTrace.of(graph.name(), start, contributions.size(), result),
            Optional.empty(),
            0,
            FlowResults.failures(result.nodes())));
    return result;
  }

  /// Whether the flow has aggregation nodes, so that contributions are worth keeping.
  public boolean aggregates() {
    return !aggregation.isEmpty();
  }
}
