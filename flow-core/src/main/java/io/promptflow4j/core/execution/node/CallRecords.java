package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.model.CallAttempt;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.model.cost.CostValue;
import io.promptflow4j.core.model.cost.UsageValue;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.tool.ToolResult.InnerCall;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The keys under which calls are recorded, and their results as data and back.
final class CallRecords {

  /// The fact that tokens were counted here.
  private static final String ESTIMATED = "usage_estimated";

  private CallRecords() {}

  static CallKey key(Node.Llm node, LanguageModel model, ModelRequest request) {
    var asked = new LinkedHashMap<String, Value>();
    asked.put("node", Value.of(request.node()));
    asked.put("address", Value.of(model.identity()));
    asked.put("api", Value.of(request.api().name()));
    request.parameters().model().ifPresent(name -> asked.put("model", Value.of(name)));
    asked.put("messages", Value.of(request.messages().stream().map(ChatMessage::toValue).toList()));
    asked.put("prompt", Value.of(request.prompt()));
    asked.put("settings", new Value.Mapping(request.parameters().settings()));
    return CallKey.of(request.node(), CallKey.Kind.MODEL, new Value.Mapping(asked))
        .sharedIf(node.head().cached())
        .over(node.connection(), model.printsListsByLine());
  }

  static RecordedCall of(ModelReply reply) {
    var facts = new LinkedHashMap<String, Value>();
    facts.put("model", Value.of(reply.model()));
    facts.put("finish_reason", Value.of(reply.finishReason()));
    putTries(reply.attempts(), facts);
    if (reply.usage().estimated()) {
      facts.put(ESTIMATED, Value.Bool.TRUE);
    }
    facts.put("cost", CostValue.of(reply.cost()));
    return new RecordedCall(reply.output(), reply.usage(), new Value.Mapping(facts));
  }

  static ModelReply modelReply(RecordedCall call) {
    var facts = call.facts().entries();
    return new ModelReply(
        call.output(),
        text(facts.get("finish_reason")),
        text(facts.get("model")),
        facts.get(ESTIMATED) == Value.Bool.TRUE ? call.usage().asEstimate() : call.usage(),
        call.recalled() ? List.of() : attempts(facts),
        CostValue.read(facts.get("cost")));
  }

  private static void putTries(List<CallAttempt> tries, SequencedMap<String, Value> facts) {
    if (!tries.isEmpty()) {
      facts.put("tries", Value.of(tries.stream().map(CallRecords::attempt).toList()));
    }
  }

  private static Value.Mapping attempt(CallAttempt attempt) {
    var entries = new LinkedHashMap<String, Value>();
    entries.put("connection", Value.of(attempt.connection()));
    entries.put("start", Value.of(attempt.start().toString()));
    entries.put("waited_ms", Value.of(attempt.waited().toMillis()));
    entries.put("took_ms", Value.of(attempt.took().toMillis()));
    entries.put("result", Value.of(attempt.result()));
    entries.put("status", Value.of(attempt.status().orElse(0)));
    entries.put("cost", Value.of(attempt.cost().name()));
    entries.put("message", Value.of(attempt.message()));
    return new Value.Mapping(entries);
  }

  private static List<CallAttempt> attempts(SequencedMap<String, Value> facts) {
    var attempts = new ArrayList<CallAttempt>();
    for (Value item : items(facts, "tries")) {
      if (item instanceof Value.Mapping(var entries)) {
        int status = (int) number(entries.get("status"));
        attempts.add(
            new CallAttempt(
                text(entries.get("connection")),
                Instant.parse(text(entries.get("start"))),
                Duration.ofMillis(number(entries.get("waited_ms"))),
                Duration.ofMillis(number(entries.get("took_ms"))),
                text(entries.get("result")),
                status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
                CallAttempt.Cost.valueOf(text(entries.get("cost"))),
                text(entries.get("message"))));
      }
    }
    return attempts;
  }

  private static long number(@Nullable Value value) {
    return value instanceof Value.Whole(var number) ? number.longValue() : 0;
  }

  /// @param shown the arguments; a connection is its name
  static CallKey key(Node.ToolNode node, Value.Mapping shown) {
    var asked = new LinkedHashMap<String, Value>();
    asked.put("node", Value.of(node.name().value()));
    asked.put("source", Value.of(node.head().sourceFile().orElse("")));
    asked.put("tool", Value.of(node.tool().signature().toString()));
    asked.put("arguments", shown);
    return CallKey.of(node.name().value(), CallKey.Kind.TOOL, new Value.Mapping(asked))
        .sharedIf(node.head().cached());
  }

  /// @param node that has the service asked
  static CallKey key(Node.ToolNode node, ToolContext.Question question) {
    var asked = new LinkedHashMap<String, Value>();
    asked.put("node", Value.of(node.name().value()));
    asked.put("service", Value.of(question.name()));
    asked.put("model", Value.of(question.model()));
    asked.putAll(question.request().entries());
    return CallKey.of(node.name().value(), CallKey.Kind.SERVICE, new Value.Mapping(asked))
        .sharedIf(node.head().cached());
  }

  /// @param cost what it cost
  static RecordedCall of(ToolContext.Answer answer, Cost cost) {
    var facts = new LinkedHashMap<String, Value>();
    facts.put("model", Value.of(answer.model()));
    putTries(answer.attempts(), facts);
    facts.put("cost", CostValue.of(cost));
    if (answer.usage().estimated()) {
      facts.put(ESTIMATED, Value.Bool.TRUE);
    }
    return new RecordedCall(answer.output(), answer.usage(), new Value.Mapping(facts));
  }

  static ToolContext.Answer serviceAnswer(RecordedCall call) {
    var facts = call.facts().entries();
    return new ToolContext.Answer(
        call.output(),
        text(facts.get("model")),
        facts.get(ESTIMATED) == Value.Bool.TRUE ? call.usage().asEstimate() : call.usage(),
        Optional.of(CostValue.read(facts.get("cost"))),
        call.recalled() ? List.of() : attempts(facts));
  }

  /// @param asked the services that the tool had asked, which are on record by themselves
  /// @param saved what these took
  static RecordedCall of(ToolResult result, List<InnerCall> asked, Optional<Savings> saved) {
    var facts = new LinkedHashMap<String, Value>();
    facts.put("logs", Value.of(result.logs().stream().map(Value::of).toList()));
    facts.put("metrics", new Value.Mapping(result.metrics()));
    facts.put("calls", calls(Stream.concat(result.calls().stream(), asked.stream()).toList()));
    saved.ifPresent(all -> facts.put(Savings.INSIDE, all.toValue()));
    List<InnerCall> paid = paid(result.calls());
    if (!paid.isEmpty()) {
      facts.put("model", Value.of(text(paid.getFirst().inputs().get("model"))));
      facts.put("cost", CostValue.of(together(paid)));
    }
    TokenUsage usage =
        paid.stream().map(InnerCall::usage).reduce(TokenUsage.NONE, TokenUsage::plus);
    return new RecordedCall(result.value(), usage, new Value.Mapping(facts));
  }

  /// The calls of services in a tool, wherever they are in it.
  private static List<InnerCall> paid(List<InnerCall> calls) {
    return calls.stream()
        .flatMap(call ->
            Stream.concat(
                call.cost().isPresent() ? Stream.of(call) : Stream.of(),
                paid(call.children()).stream()))
        .toList();
  }

  private static Cost together(List<InnerCall> paid) {
    Bill bill =
        paid.stream()
            .flatMap(call -> call.cost().stream())
            .reduce(Bill.EMPTY, Bill::plus, Bill::plus);
    return bill.isComplete()
        ? bill.single()
            .<Cost>map(Cost.Known::new)
            .orElseGet(() -> new Cost.Unknown("it was paid in several currencies"))
        : paid.stream()
            .flatMap(call -> call.cost().stream())
            .filter(Cost.Unknown.class::isInstance)
            .findFirst()
            .orElseThrow();
  }

  static ToolResult toolResult(RecordedCall call) {
    var facts = call.facts().entries();
    List<String> logs = items(facts, "logs").stream().map(CallRecords::text).toList();
    return new ToolResult(
        call.output(), logs, mapping(facts, "metrics"), innerCalls(items(facts, "calls")));
  }

  private static Value calls(List<InnerCall> calls) {
    return Value.of(calls.stream().map(CallRecords::call).toList());
  }

  private static Value.Mapping call(InnerCall call) {
    var entries = new LinkedHashMap<String, Value>();
    entries.put("name", Value.of(call.name()));
    entries.put("kind", Value.of(call.kind()));
    entries.put("start", Value.of(call.start().toString()));
    entries.put("end", Value.of(call.end().toString()));
    entries.put("inputs", Value.of(call.inputs()));
    entries.put("output", call.output());
    entries.put("error", Value.of(call.error()));
    entries.put("children", calls(call.children()));
    if (!call.usage().equals(TokenUsage.NONE)) {
      entries.put("usage", UsageValue.of(call.usage()));
    }
    call.cost().ifPresent(cost -> entries.put("cost", CostValue.of(cost)));
    return new Value.Mapping(entries);
  }

  private static List<InnerCall> innerCalls(List<Value> written) {
    var calls = new ArrayList<InnerCall>();
    for (Value item : written) {
      if (item instanceof Value.Mapping(var entries)) {
        calls.add(
            new InnerCall(
                text(entries.get("name")),
                text(entries.get("kind")),
                Instant.parse(text(entries.get("start"))),
                Instant.parse(text(entries.get("end"))),
                mapping(entries, "inputs"),
                entries.getOrDefault("output", Value.Null.NULL),
                text(entries.get("error")),
                innerCalls(items(entries, "children")),
                UsageValue.read(entries.get("usage")),
                Optional.ofNullable(entries.get("cost")).map(CostValue::read)));
      }
    }
    return calls;
  }

  private static String text(@Nullable Value value) {
    return value instanceof Value.Text(var text) ? text : "";
  }

  private static List<Value> items(SequencedMap<String, Value> entries, String name) {
    return entries.get(name) instanceof Value.Sequence(var items) ? items : List.of();
  }

  private static SequencedMap<String, Value> mapping(
      SequencedMap<String, Value> entries, String name) {
    return entries.get(name) instanceof Value.Mapping(var found) ? found : new LinkedHashMap<>();
  }
}
