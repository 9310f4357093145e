package io.promptflow4j.core.model.provider.ollama;

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

/// Opens `ollama` connections.
public final class OllamaProvider implements ModelProvider {

  /// For `ServiceLoader`.
  public OllamaProvider() {}

  @Override
  public Optional<LanguageModel> open(Connection connection, CallPolicy policy) {
    return open(connection, policy, _ -> {});
  }

  @Override
  public Optional<LanguageModel> open(
      Connection connection, CallPolicy policy, Consumer<String> notices) {
    if (connection.type() != ConnectionType.OLLAMA) {
      return Optional.empty();
    }
    return Optional.of(
        new WireModel(
            Service.of(connection, Map.of(), "Authorization", "Bearer "),
            new OllamaDialect(),
            policy,
            HttpLimits.of(policy),
            notices));
  }
}
