package io.promptflow4j.core.model;

/// Tokens that calls used, as their providers counted them.
///
/// @param prompt tokens read, the cached ones included
/// @param completion tokens written, the reasoning ones included
/// @param total what the provider says is the sum
/// @param cached of `prompt`, those read from the provider's cache
/// @param reasoning of `completion`, those spent on reasoning
/// @param estimated whether some of them were counted here, because a provider did not say
public record TokenUsage(
    long prompt, long completion, long total, long cached, long reasoning, boolean estimated) {

  public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0);

  /// As the provider counted them.
  public TokenUsage(long prompt, long completion, long total, long cached, long reasoning) {
    this(prompt, completion, total, cached, reasoning, false);
  }

  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(
        prompt + other.prompt,
        completion + other.completion,
        total + other.total,
        cached + other.cached,
        reasoning + other.reasoning,
        estimated || other.estimated);
  }

  /// The same numbers, counted here.
  public TokenUsage asEstimate() {
    return new TokenUsage(prompt, completion, total, cached, reasoning, true);
  }
}
