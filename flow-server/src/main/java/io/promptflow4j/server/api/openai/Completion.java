package io.promptflow4j.server.api.openai;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.List;

/// One chat completion as it is written: whole or in chunks.
///
/// @param created seconds since 1970
public record Completion(String id, long created, String model) {

  /// The whole answer.
  public Value.Mapping whole(String answer, TokenUsage usage) {
    var message = new Fields().put("role", "assistant").put("content", answer).putNull("refusal");
    var choice =
        new Fields()
            .put("index", 0)
            .put("message", message)
            .putNull("logprobs")
            .put("finish_reason", "stop");
    return head("chat.completion")
        .put("choices", List.of(choice.end()))
        .put("usage", usage(usage))
        .end();
  }

  /// The chunk that begins a stream.
  public Value.Mapping begin() {
    return chunk(new Fields().put("role", "assistant").put("content", ""), false);
  }

  /// A chunk with a piece of the answer.
  public Value.Mapping piece(String piece) {
    return chunk(new Fields().put("content", piece), false);
  }

  /// The chunk that ends the answer.
  public Value.Mapping end() {
    return chunk(new Fields(), true);
  }

  /// The chunk with the usage, which has no choices.
  public Value.Mapping usageChunk(TokenUsage usage) {
    return head("chat.completion.chunk").put("choices", List.of()).put("usage", usage(usage)).end();
  }

  private Value.Mapping chunk(Fields delta, boolean isLast) {
    var choice = new Fields().put("index", 0).put("delta", delta).putNull("logprobs");
    if (isLast) {
      choice.put("finish_reason", "stop");
    } else {
      choice.putNull("finish_reason");
    }
    return head("chat.completion.chunk").put("choices", List.of(choice.end())).end();
  }

  private Fields head(String object) {
    return new Fields()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model);
  }

  private static Fields usage(TokenUsage usage) {
    return new Fields()
        .put("prompt_tokens", usage.prompt())
        .put("completion_tokens", usage.completion())
        .put("total_tokens", usage.total())
        .put("prompt_tokens_details", new Fields().put("cached_tokens", usage.cached()))
        .put("completion_tokens_details", new Fields().put("reasoning_tokens", usage.reasoning()));
  }
}
