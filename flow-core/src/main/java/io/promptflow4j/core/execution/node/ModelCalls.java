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
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.provider.Models;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.template.chat.ChatPrompt;
import io.promptflow4j.core.template.chat.ChatPromptException;
import io.promptflow4j.core.template.chat.PromptText;
import io.promptflow4j.core.template.chat.RoleGuard;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Runs `llm` nodes: fills the prompt, splits it into messages, calls the model.
public final class ModelCalls {

  private static final Cost FREE = new Cost.Known(Money.of("0", "USD"));

  private final Models models;

  public ModelCalls(Models models) {
    this.models = models;
  }

  public Settled run(Node.Llm node, Attempt attempt, Instant start) throws InterruptedException {
    SequencedMap<String, Value> inputs = NodeWork.inputs(node, attempt.plain());
    Value.Mapping shown = new Value.Mapping(inputs);
    try {
      LanguageModel model = model(models, node, inputs);
      ModelRequest request = request(node, model, inputs, attempt);
      return call(node, model, request, attempt, start, shown);
    } catch (ChatPromptException problem) {
      return failed(NodeFailures.of(node, problem), start, shown, List.of());
    }
  }

  /// The model that a node calls. The name of one that comes from elsewhere than the flow file may
  /// be that of a registered one.
  public static LanguageModel model(
      Models models, Node.Llm node, SequencedMap<String, Value> inputs) {
    for (String name : List.of("deployment_name", "model")) {
      if (!node.variables().contains(name)
          && inputs.get(name) instanceof Value.Text(var text)
          && !text.isBlank()) {
        return node.inputs().get(name) instanceof Binding.Literal
            ? models.open(node.connection())
            : models.open(node.connection(), text.strip());
      }
    }
    return models.open(node.connection());
  }

  /// What a node asks its model first.
  public static ModelRequest request(
      Node.Llm node, LanguageModel model, SequencedMap<String, Value> inputs, Attempt attempt) {
    var settings = new LinkedHashMap<String, Value>();
    inputs.forEach((name, value) -> {
      if (!node.variables().contains(name)) {
        settings.put(name, value);
      }
    });
    var lists =
        !node.style().asGiven() && (node.vision() || model.printsListsByLine())
            ? RoleGuard.Lists.BY_LINE
            : RoleGuard.Lists.AS_PYTHON;
    PromptText text = NodeWork.render(node.template(), variables(node, attempt.prompts()), lists);
    boolean chat = node.api() == ModelApi.CHAT;
    Map<String, Value.Image> pictures =
        node.vision() ? ChatPrompt.picturesIn(inputs.values()) : Map.of();
    return new ModelRequest(
        node.name().value(),
        node.api(),
        chat ? ChatPrompt.parse(text, pictures) : List.of(),
        chat ? "" : text.plain(),
        parameters(node, settings),
        attempt.remaining());
  }

  private static ModelParameters parameters(Node.Llm node, SequencedMap<String, Value> settings) {
    ModelParameters read = ModelParameters.read(node.api(), settings);
    return node.style().asGiven() ? read.withoutDefaults(settings) : read;
  }

  /// What a prompty would send: its messages as a list, or its text.
  public static Value rendered(Node.Llm node, Readings prompts) {
    Map<String, Value> variables = variables(node, prompts);
    PromptText text = NodeWork.render(node.template(), variables, RoleGuard.Lists.AS_PYTHON);
    if (node.api() == ModelApi.COMPLETION) {
      return Value.of(text.plain());
    }
    Map<String, Value.Image> pictures = ChatPrompt.picturesIn(variables.values());
    return Value.of(ChatPrompt.parse(text, pictures).stream().map(ChatMessage::toValue).toList());
  }

  private static Map<String, Value> variables(Node.Llm node, Readings prompts) {
    var variables = new LinkedHashMap<String, Value>();
    node.inputs()
        .forEach((name, binding) -> {
          if (node.variables().contains(name)) {
            variables.put(name, NodeWork.read(name, binding, prompts));
          }
        });
    return variables;
  }

  private static Settled call(
      Node.Llm node,
      LanguageModel model,
      ModelRequest request,
      Attempt attempt,
      Instant start,
      Value.Mapping shown)
      throws InterruptedException {
    return switch (exchanged(node, model, request, attempt)) {
      case Exchanged.Answer(var reply, var span) -> given(node, reply, start, shown, span);
      case Exchanged.Refusal(var problem, var span) ->
          failed(NodeFailures.of(node, problem), start, shown, List.of(span));
    };
  }

  /// What came of one request.
  public sealed interface Exchanged {

    record Answer(ModelReply reply, Span span) implements Exchanged {}

    record Refusal(ModelException problem, Span span) implements Exchanged {}
  }

  /// Makes one request, or finds on record what it was answered.
  public static Exchanged exchanged(
      Node.Llm node, LanguageModel model, ModelRequest request, Attempt attempt)
      throws InterruptedException {
    Instant called = Instant.now();
    try {
      Answered answered =
          attempt.journal().isEmpty()
              ? Answered.now(answer(node, model, request, attempt))
              : recorded(attempt.journal().get(), node, model, request, attempt);
      ModelReply reply = answered.reply();
      Span span =
          span(
              request,
              called,
              reply.output(),
              Optional.empty(),
              reply.usage(),
              answered.parts(),
              Optional.of(reply.cost()),
              new Span.Answered(model.identity(), reply.model(), reply.finishReason()));
      return new Exchanged.Answer(reply, span);
    } catch (ModelException problem) {
      Span span =
          span(
              request,
              called,
              Value.Null.NULL,
              Optional.ofNullable(problem.getMessage()),
              TokenUsage.NONE,
              Spans.tries(problem.attempts()),
              Optional.empty(),
              new Span.Answered(model.identity(), "", ""));
      return new Exchanged.Refusal(problem, span);
    }
  }

  /// What the node gives out of a reply that has come, and is paid, in any case.
  private static Settled given(
      Node.Llm node, ModelReply reply, Instant start, Value.Mapping shown, Span span) {
    try {
      Value output = ReplyForms.of(node.style(), reply);
      return Settled.of(
          new NodeResult.Completed(
              output,
              List.of(),
              Spans.completed(node, start, shown, output, TokenUsage.NONE, List.of(span))));
    } catch (ModelException unfit) {
      return failed(NodeFailures.of(node, unfit), start, shown, List.of(span));
    }
  }

  /// What a call gave.
  ///
  /// @param parts what happened inside: tries, or where the answer was found
  private record Answered(ModelReply reply, List<Span> parts) {

    static Answered now(ModelReply reply) {
      return new Answered(reply, Spans.tries(reply.attempts()));
    }

    /// As it is on record; one that others had asked for costs nothing.
    static Answered of(RecordedCall call) {
      ModelReply reply = CallRecords.modelReply(call);
      return Origin.source(call)
          .map(origin ->
              new Answered(
                  new ModelReply(
                          reply.output(), reply.finishReason(), reply.model(), TokenUsage.NONE)
                      .withCost(FREE),
                  List.of(Spans.given(origin, Savings.of(call)))))
          .orElseGet(() -> now(reply));
    }
  }

  private static Answered recorded(
      CallJournal journal,
      Node.Llm node,
      LanguageModel model,
      ModelRequest request,
      Attempt attempt)
      throws InterruptedException {
    RecordedCall call =
        journal.once(
            CallRecords.key(node, model, request),
            () -> CallRecords.of(answer(node, model, request, attempt)));
    Value told =
        !node.offer().isNone() && call.output() instanceof Value.Mapping message
            ? message.entries().getOrDefault("content", Value.Null.NULL)
            : call.output();
    if (call.recalled() && told instanceof Value.Text(var text)) {
      attempt.chunks().ifPresent(listener -> Pieces.of(text, listener));
    }
    return Answered.of(call);
  }

  private static ModelReply answer(
      Node.Llm node, LanguageModel model, ModelRequest request, Attempt attempt)
      throws InterruptedException {
    var listener = attempt.chunks();
    boolean isText = !request.parameters().offersTools() || !node.offer().isNone();
    return listener.isPresent() && isText
        ? model.stream(request, chunk -> listener.get().accept(Value.of(chunk)))
        : model.call(request);
  }

  private static Span span(
      ModelRequest request,
      Instant start,
      Value output,
      Optional<String> error,
      TokenUsage usage,
      List<Span> tries,
      Optional<Cost> cost,
      Span.Answered answered) {
    var inputs = new LinkedHashMap<String, Value>();
    request.parameters().model().ifPresent(model -> inputs.put("model", Value.of(model)));
    switch (request.api()) {
      case CHAT ->
          inputs.put(
              "messages", Value.of(request.messages().stream().map(ChatMessage::toValue).toList()));
      case COMPLETION -> inputs.put("prompt", Value.of(request.prompt()));
    }
    inputs.putAll(request.parameters().settings());
    return new Span(
        request.api() == ModelApi.CHAT ? "chat" : "completion",
        Span.Kind.LLM,
        start,
        Instant.now(),
        new Value.Mapping(inputs),
        output,
        error,
        usage,
        tries,
        cost,
        Optional.of(answered));
  }

  static Settled failed(
      NodeFailure failure, Instant start, Value.Mapping shown, List<Span> children) {
    return Settled.of(
        new NodeResult.Failed(
            failure, List.of(), Spans.failed(failure, start, Instant.now(), shown, children)));
  }
}
