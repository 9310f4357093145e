package io.promptflow4j.server.api.openai;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The answer of a model as OpenAI writes it: whole or in chunks, with calls of tools as the model
/// made them.
///
/// @param created seconds since 1970
public record ModelAnswer(String id, long created, String model) {

  /// The whole answer.
  public Value.Mapping whole(ModelReply reply) {
    var message = new Fields().put("role", "assistant");
    text(reply.output())
        .ifPresentOrElse(text -> message.put("content", text), () -> message.putNull("content"));
    message.putNull("refusal");
    calls(reply.output(), "tool_calls").ifPresent(calls -> message.put("tool_calls", calls));
    calls(reply.output(), "function_call").ifPresent(call -> message.put("function_call", call));
    var choice =
        new Fields()
            .put("index", 0)
            .put("message", message)
            .putNull("logprobs")
            .put("finish_reason", reply.finishReason());
    return head("chat.completion")
        .put("choices", List.of(choice.end()))
        .put("usage", usage(reply.usage(), reply.cost()))
        .end();
  }

  /// The chunk that begins a stream.
  public Value.Mapping begin() {
    return chunk(new Fields().put("role", "assistant").put("content", ""), Optional.empty());
  }

  /// A chunk with a piece of the text.
  public Value.Mapping piece(String piece) {
    return chunk(new Fields().put("content", piece), Optional.empty());
  }

  /// The chunks that end the answer: calls of tools, if there are any, and why it ended.
  public List<Value.Mapping> end(ModelReply reply) {
    var chunks = new ArrayList<Value.Mapping>();
    calls(reply.output(), "tool_calls")
        .ifPresent(calls ->
            chunks.add(chunk(new Fields().put("tool_calls", numbered(calls)), Optional.empty())));
    calls(reply.output(), "function_call")
        .ifPresent(
            call -> chunks.add(chunk(new Fields().put("function_call", call), Optional.empty())));
    chunks.add(chunk(new Fields(), Optional.of(reply.finishReason())));
    return chunks;
  }

  /// The chunk with what it took, which has no choices.
  public Value.Mapping usageChunk(ModelReply reply) {
    return head("chat.completion.chunk")
        .put("choices", List.of())
        .put("usage", usage(reply.usage(), reply.cost()))
        .end();
  }

  private static Value numbered(Value calls) {
    if (!(calls instanceof Value.Sequence(var items))) {
      return calls;
    }
    var numbered = new ArrayList<Value>();
    for (int i = 0; i < items.size(); i++) {
      var fields = new Fields().put("index", i);
      if (items.get(i) instanceof Value.Mapping call) {
        call.entries().forEach(fields::putNew);
      }
      numbered.add(fields.end());
    }
    return Value.of(numbered);
  }

  /// The text of an answer; empty if it only calls tools.
  public static Optional<String> text(Value output) {
    return switch (output) {
      case Value.Text(var text) -> Optional.of(text);
      case Value.Mapping message -> Messages.text(message, "content");
      case Value.Sequence _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ ->
          Optional.empty();
    };
  }

  private static Optional<Value> calls(Value output, String name) {
    return output instanceof Value.Mapping message
        ? Optional.ofNullable(message.get(name))
            .filter(value -> !(value instanceof Value.Null) && !value.equals(Value.Sequence.EMPTY))
        : Optional.empty();
  }

  private Value.Mapping chunk(Fields delta, Optional<String> finish) {
    var choice = new Fields().put("index", 0).put("delta", delta).putNull("logprobs");
    return head("chat.completion.chunk")
        .put("choices", List.of(choice.put("finish_reason", finish).end()))
        .end();
  }

  private Fields head(String object) {
    return new Fields()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model);
  }

  /// Tokens under OpenAI's names, and what they cost if that is known.
  public static Value.Mapping usage(TokenUsage usage, Cost cost) {
    var fields =
        new Fields()
            .put("prompt_tokens", usage.prompt())
            .put("completion_tokens", usage.completion())
            .put("total_tokens", usage.total())
            .put("prompt_tokens_details", new Fields().put("cached_tokens", usage.cached()))
            .put(
                "completion_tokens_details",
                new Fields().put("reasoning_tokens", usage.reasoning()));
    cost(cost).ifPresent(text -> fields.put("cost", text));
    return fields.end();
  }

  /// `0.000125 USD`; empty if it is not known.
  public static Optional<String> cost(Cost cost) {
    return switch (cost) {
      case Cost.Known(var money) -> Optional.of(money.toString());
      case Cost.Estimated(var money) -> Optional.of(money.toString());
      case Cost.Unknown _ -> Optional.empty();
    };
  }
}
