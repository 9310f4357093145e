package io.promptflow4j.core.model.provider.openai;

import dev.langchain4j.model.openai.internal.shared.Usage;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.provider.wire.JsonParts;
import io.promptflow4j.core.value.Value;
import org.jspecify.annotations.Nullable;

/// What the service counted, as our own record; what it left out is zero.
final class Usages {

  private Usages() {}

  static TokenUsage read(@Nullable Usage usage) {
    if (usage == null) {
      return TokenUsage.NONE;
    }
    long prompt = number(usage.promptTokens());
    long completion = number(usage.completionTokens());
    var read = usage.promptTokensDetails();
    var written = usage.completionTokensDetails();
    return new TokenUsage(
        prompt,
        completion,
        usage.totalTokens() == null ? prompt + completion : usage.totalTokens(),
        read == null ? 0 : number(read.cachedTokens()),
        written == null ? 0 : number(written.reasoningTokens()));
  }

  /// As it stands in a reply.
  static TokenUsage of(Value.Mapping reply) {
    if (!(reply.get("usage") instanceof Value.Mapping usage)) {
      return TokenUsage.NONE;
    }
    long prompt = JsonParts.number(usage, "prompt_tokens");
    long completion = JsonParts.number(usage, "completion_tokens");
    return new TokenUsage(
        prompt,
        completion,
        usage.get("total_tokens") instanceof Value.Whole
            ? JsonParts.number(usage, "total_tokens")
            : prompt + completion,
        detail(usage, "prompt_tokens_details", "cached_tokens"),
        detail(usage, "completion_tokens_details", "reasoning_tokens"));
  }

  private static long detail(Value.Mapping usage, String group, String name) {
    return usage.get(group) instanceof Value.Mapping details ? JsonParts.number(details, name) : 0;
  }

  private static long number(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
