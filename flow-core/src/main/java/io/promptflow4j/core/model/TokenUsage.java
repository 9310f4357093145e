package io.promptflow4j.core.model;

/// Tokens that calls used, as their providers counted them.
///
/// @param prompt tokens read, the cached ones included
/// @param completion tokens written, the reasoning ones included
/// @param total what the provider says is the sum
/// @param cached of `prompt`, those read from the provider's cache
/// @param reasoning of `completion`, those spent on reasoning
public record TokenUsage(long prompt, long completion, long total, long cached, long reasoning) {

  public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0);

  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(
        prompt + other.prompt,
        completion + other.completion,
        total + other.total,
        cached + other.cached,
        reasoning + other.reasoning);
  }
}
