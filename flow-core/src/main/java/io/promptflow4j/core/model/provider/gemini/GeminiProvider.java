package io.promptflow4j.core.model.provider.gemini;

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

/// Opens `gemini` connections.
public final class GeminiProvider implements ModelProvider {

  /// For `ServiceLoader`.
  public GeminiProvider() {}

  @Override
  public Optional<LanguageModel> open(Connection connection, CallPolicy policy) {
    return open(connection, policy, _ -> {});
  }

  @Override
  public Optional<LanguageModel> open(
      Connection connection, CallPolicy policy, Consumer<String> notices) {
    if (connection.type() != ConnectionType.GEMINI) {
      return Optional.empty();
    }
    return Optional.of(
        new WireModel(
            Service.of(connection, Map.of(), "x-goog-api-key", ""),
            new GeminiDialect(),
            policy,
            HttpLimits.of(policy),
            notices));
  }
}
