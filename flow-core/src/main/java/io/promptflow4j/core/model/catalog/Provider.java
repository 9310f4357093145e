package io.promptflow4j.core.model.catalog;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/// A service that offers models.
///
/// @param id such as `amazon-bedrock`
/// @param name for people
/// @param api the wire format it speaks: `openai-chat`, `anthropic`, `gemini`, `bedrock` …
/// @param endpoint its address, with `{placeholders}` where that depends on the account
/// @param docs where it describes its models
/// @param connection the connection type that reaches it; empty if none does yet
/// @param parameters the numbers that its models take, as far as it says so
public record Provider(
    String id,
    String name,
    Optional<String> api,
    Optional<String> endpoint,
    Optional<String> docs,
    Optional<String> connection,
    Map<String, Range> parameters) {

  public Provider {
    parameters = Map.copyOf(parameters);
  }

  /// The numbers that a parameter can be.
  ///
  /// @param source where that stands
  public record Range(BigDecimal least, BigDecimal most, Optional<String> source) {

    /// Whether `number` is one of them.
    public boolean has(BigDecimal number) {
      return number.compareTo(least) >= 0 && number.compareTo(most) <= 0;
    }
  }

  /// One that nothing is known of.
  public static Provider named(String id) {
    return new Provider(
        id, id, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
  }
}
