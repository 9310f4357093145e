package io.promptflow4j.core.model.catalog;

import java.util.Optional;

/// How much a model takes and gives, in tokens.
///
/// @param context prompt and answer together, or the prompt where they are counted apart
/// @param input the prompt alone
/// @param output the answer
/// @param dimensions the length of an embedding
public record Limits(
    Optional<Long> context,
    Optional<Long> input,
    Optional<Long> output,
    Optional<Long> dimensions) {

  public static final Limits UNKNOWN =
      new Limits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// The most that a prompt may have.
  public Optional<Long> prompt() {
    return input.or(() -> context);
  }
}
