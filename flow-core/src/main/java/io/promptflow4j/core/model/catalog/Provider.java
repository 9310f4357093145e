package io.promptflow4j.core.model.catalog;

import java.util.Optional;

/// A service that offers models.
///
/// @param id such as `amazon-bedrock`
/// @param name for people
/// @param api the wire format it speaks: `openai-chat`, `anthropic`, `gemini`, `bedrock` …
/// @param endpoint its address, with `{placeholders}` where that depends on the account
/// @param docs where it describes its models
/// @param connection the connection type that reaches it; empty if none does yet
public record Provider(
    String id,
    String name,
    Optional<String> api,
    Optional<String> endpoint,
    Optional<String> docs,
    Optional<String> connection) {

  /// One that nothing is known of.
  public static Provider named(String id) {
    return new Provider(
        id, id, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
