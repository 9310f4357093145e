package io.promptflow4j.core.model.provider.anthropic;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.ModelProvider;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import io.promptflow4j.core.model.provider.wire.Service;
import io.promptflow4j.core.model.provider.wire.WireModel;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Opens `anthropic` connections.
public final class AnthropicProvider implements ModelProvider {

  private static final Map<String, String> VERSION = Map.of("anthropic-version", "2023-06-01");

  /// For `ServiceLoader`.
  public AnthropicProvider() {}

  @Override
  public Optional<LanguageModel> open(Connection connection, CallPolicy policy) {
    return open(connection, policy, _ -> {});
  }

  @Override
  public Optional<LanguageModel> open(
      Connection connection, CallPolicy policy, Consumer<String> notices) {
    if (connection.type() != ConnectionType.ANTHROPIC) {
      return Optional.empty();
    }
    return Optional.of(
        new WireModel(
            Service.of(connection, VERSION, "x-api-key", ""),
            new AnthropicDialect(),
            policy,
            HttpLimits.of(policy),
            notices));
  }
}
