package io.promptflow4j.core.model.provider.openai;

import dev.langchain4j.model.openai.internal.shared.Usage;
import io.promptflow4j.core.model.TokenUsage;
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

  private static long number(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
