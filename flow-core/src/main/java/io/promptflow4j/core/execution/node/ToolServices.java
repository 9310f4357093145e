package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.Origin;
import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolResult.InnerCall;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// Asks services on behalf of one call of a tool, embeddings included: each through the journal, as
/// a model is asked. Thread-safe, since a tool may ask from several threads.
final class ToolServices implements ToolContext.Services {

  private static final Cost FREE = new Cost.Known(Money.of("0", "USD"));

  private final Models models;
  private final Node.ToolNode node;
  private final Optional<CallJournal> journal;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final List<InnerCall> calls = new CopyOnWriteArrayList<>();

  ToolServices(Models models, Node.ToolNode node, Optional<CallJournal> journal) {
    this.models = models;
    this.node = node;
    this.journal = journal;
  }

  /// The connection called `name` as an argument of the tool.
  Argument connected(String name) {
    Connection connection = models.connection(name);
    connections.add(connection);
    return new Argument.Connected(connection, () -> model(connection));
  }

  private LanguageModel model(Connection connection) {
    return new KeptVectors(
        models.behind(connection.name()),
        (question, service) -> ask(question, service, Optional.of(connection)));
  }

  @Override
  public ToolContext.Answer ask(ToolContext.Question question, ToolContext.Service service)
      throws IOException, InterruptedException {
    return ask(question, service, connections.stream().findFirst());
  }

  private ToolContext.Answer ask(
      ToolContext.Question question, ToolContext.Service service, Optional<Connection> connection)
      throws IOException, InterruptedException {
    Instant start = Instant.now();
    try {
      RecordedCall call =
          journal.isEmpty()
              ? made(question, service, connection)
              : journal
                  .get()
                  .once(CallRecords.key(node, question), () -> made(question, service, connection));
      ToolContext.Answer answer = CallRecords.serviceAnswer(call);
      calls.add(told(question, answer, call, start));
      return answer;
    } catch (ModelException problem) {
      calls.add(failed(question, problem, start));
      throw problem;
    } catch (UncheckedIOException broken) {
      throw broken.getCause();
    }
  }

  private RecordedCall made(
      ToolContext.Question question, ToolContext.Service service, Optional<Connection> connection)
      throws InterruptedException {
    try {
      ToolContext.Answer answer = service.answer();
      Cost cost =
          answer
              .cost()
              .or(() ->
                  connection.map(
                      one -> models.cost(one, Optional.of(question.model()), answer.usage())))
              .orElseGet(() -> new Cost.Unknown("nothing says whose prices count"));
      return CallRecords.of(answer, cost);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// As it stands in the trace. What others had asked costs nothing.
  private static InnerCall told(
      ToolContext.Question question, ToolContext.Answer answer, RecordedCall call, Instant start) {
    var inputs = new LinkedHashMap<String, Value>();
    inputs.put("model", Value.of(answer.model().isBlank() ? question.model() : answer.model()));
    Optional<InnerCall> found =
        Origin.source(call).map(origin -> Spans.inside(origin, Savings.of(call)));
    return new InnerCall(
        question.name(),
        question.kind(),
        start,
        Instant.now(),
        inputs,
        Value.Null.NULL,
        "",
        Stream.concat(answer.attempts().stream().map(Spans::inside), found.stream()).toList(),
        found.isPresent() ? TokenUsage.NONE : answer.usage(),
        found.isPresent() ? Optional.of(FREE) : answer.cost());
  }

  private static InnerCall failed(
      ToolContext.Question question, ModelException problem, Instant start) {
    return new InnerCall(
        question.name(),
        question.kind(),
        start,
        Instant.now(),
        Map.of("model", Value.of(question.model())),
        Value.Null.NULL,
        String.valueOf(problem.getMessage()),
        problem.attempts().stream().map(Spans::inside).toList());
  }

  /// What was done inside until the tool failed.
  List<InnerCall> calls(ToolException problem) {
    List<InnerCall> told = problem.details().calls();
    return Stream.concat(
            connections.isEmpty() ? told.stream() : told.stream().map(this::priced), calls.stream())
        .toList();
  }

  /// What is not spent if the tool's result is given again; empty if it asked nothing.
  private Optional<Savings> saved() {
    return calls.stream()
        .filter(call -> call.error().isEmpty())
        .map(call ->
            new Savings(
                call.cost().map(Bill::of).orElse(Bill.EMPTY), call.usage().total(), Duration.ZERO))
        .reduce(Savings::plus);
  }

  /// What the tool gave, with what it had asked.
  ToolResult with(ToolResult result) {
    ToolResult priced = priced(result);
    return calls.isEmpty()
        ? priced
        : with(priced, Stream.concat(priced.calls().stream(), calls.stream()));
  }

  /// What the tool gave, as it goes on record.
  RecordedCall record(ToolResult result) {
    return CallRecords.of(priced(result), calls, saved());
  }

  /// What the tool gave, where each call of a service that it told of says what it cost.
  private ToolResult priced(ToolResult result) {
    return result.calls().isEmpty() || connections.isEmpty()
        ? result
        : with(result, result.calls().stream().map(this::priced));
  }

  private static ToolResult with(ToolResult result, Stream<InnerCall> calls) {
    return new ToolResult(result.value(), result.logs(), result.metrics(), calls.toList());
  }

  private InnerCall priced(InnerCall call) {
    if (call.cost().isPresent() || call.usage().equals(TokenUsage.NONE)) {
      return call;
    }
    Optional<String> model =
        call.inputs().get("model") instanceof Value.Text(var name)
            ? Optional.of(name)
            : Optional.empty();
    return call.withCost(models.cost(connections.getFirst(), model, call.usage()));
  }
}
