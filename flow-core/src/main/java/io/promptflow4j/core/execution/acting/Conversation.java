package io.promptflow4j.core.execution.acting;

import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.node.Attempt;
import io.promptflow4j.core.execution.node.ModelCalls;
import io.promptflow4j.core.execution.node.ModelCalls.Exchanged;
import io.promptflow4j.core.execution.node.NodeFailures;
import io.promptflow4j.core.execution.node.NodeWork;
import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.execution.node.Spans;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.template.chat.ChatPromptException;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// One run of a node whose model may call tools: what was said so far, and what happened. Owned by
/// the thread that runs the node.
final class Conversation {

  private final Node.Llm node;
  private final Attempt attempt;
  private final ActingCalls.NodeRuns runs;
  private final Instant start;
  private final Value.Mapping shown;
  private final List<ChatMessage> messages = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private final List<String> logs = new ArrayList<>();

  Conversation(Node.Llm node, Attempt attempt, ActingCalls.NodeRuns runs, Instant start) {
    this.node = node;
    this.attempt = attempt;
    this.runs = runs;
    this.start = start;
    this.shown = new Value.Mapping(NodeWork.inputs(node, attempt.plain()));
  }

  Settled run(LanguageModel model, SequencedMap<String, Function> functions)
      throws InterruptedException {
    try {
      ModelRequest first =
          ModelCalls.request(node, model, NodeWork.inputs(node, attempt.plain()), attempt);
      messages.addAll(first.messages());
      return rounds(model, first, functions);
    } catch (ChatPromptException problem) {
      return failed(NodeFailures.of(node, problem));
    }
  }

  private Settled rounds(
      LanguageModel model, ModelRequest first, SequencedMap<String, Function> functions)
      throws InterruptedException {
    var calls = new CalledFunctions(functions, attempt, runs);
    int most = node.offer().rounds();
    for (int round = 1; ; round++) {
      ModelRequest request = request(first, functions, round > most);
      switch (ModelCalls.exchanged(node, model, request, attempt)) {
        case Exchanged.Refusal(var problem, var span) -> {
          spans.add(span);
          return failed(problem);
        }
        case Exchanged.Answer(var reply, var span) -> {
          spans.add(span);
          List<ToolRequest> asked = ToolRequest.in(reply.output());
          if (asked.isEmpty()) {
            return completed(ToolRequest.content(reply.output()));
          }
          if (round > most) {
            return failed(tooManyRounds(most));
          }
          messages.add(ToolRequest.message(reply.output(), asked));
          for (CalledFunctions.Outcome outcome : calls.run(asked, round)) {
            outcome.span().ifPresent(spans::add);
            logs.addAll(outcome.logs());
            messages.add(outcome.message());
          }
        }
      }
    }
  }

  private static ModelException tooManyRounds(int most) {
    return new ModelException(
        "too-many-tool-rounds",
        "the model went on calling tools after %d rounds, when it had to answer; raise 'max_tool_rounds', or say in the prompt when to stop"
            .formatted(most),
        false);
  }

  /// @param last whether the model has to answer now
  private ModelRequest request(
      ModelRequest first, SequencedMap<String, Function> functions, boolean last) {
    var settings = new LinkedHashMap<>(first.parameters().settings());
    settings.put("tools", Value.of(functions.values().stream().map(Function::toValue).toList()));
    settings.putIfAbsent("tool_choice", Value.of("auto"));
    if (last) {
      settings.put("tool_choice", Value.of("none"));
    } else if (messages.size() > first.messages().size()) {
      settings.put("tool_choice", Value.of("auto")); // what is required is required once
    }
    return new ModelRequest(
        first.node(),
        first.api(),
        messages,
        "",
        new ModelParameters(first.parameters().model(), settings),
        attempt.remaining());
  }

  private Settled completed(Value output) {
    return Settled.of(
        new NodeResult.Completed(
            output,
            logs,
            Spans.completed(node, start, shown, output, TokenUsage.NONE, List.copyOf(spans))));
  }

  Settled failed(ModelException problem) {
    return failed(NodeFailures.of(node, problem));
  }

  private Settled failed(NodeFailure failure) {
    return Settled.of(
        new NodeResult.Failed(
            failure, logs, Spans.failed(failure, start, Instant.now(), shown, List.copyOf(spans))));
  }
}
