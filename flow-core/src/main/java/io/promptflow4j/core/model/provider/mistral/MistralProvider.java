package io.promptflow4j.core.model.provider.mistral;

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

/// Opens `mistral` connections.
public final class MistralProvider implements ModelProvider {

  /// For `ServiceLoader`.
  public MistralProvider() {}

  @Override
  public Optional<LanguageModel> open(Connection connection, CallPolicy policy) {
    return open(connection, policy, _ -> {});
  }

  @Override
  public Optional<LanguageModel> open(
      Connection connection, CallPolicy policy, Consumer<String> notices) {
    if (connection.type() != ConnectionType.MISTRAL) {
      return Optional.empty();
    }
    return Optional.of(
        new WireModel(
            Service.of(connection, Map.of(), "Authorization", "Bearer "),
            new MistralDialect(),
            policy,
            HttpLimits.of(policy),
            notices));
  }
}
