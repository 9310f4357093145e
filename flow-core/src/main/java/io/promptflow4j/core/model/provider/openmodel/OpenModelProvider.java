package io.promptflow4j.core.model.provider.openmodel;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.ModelProvider;
import io.promptflow4j.core.model.provider.wire.Service;
import java.net.URI;
import java.util.Optional;

/// Opens `custom` connections with the fields `endpoint_url`, `model_family` and, as a secret,
/// `endpoint_api_key`.
public final class OpenModelProvider implements ModelProvider {

  /// For `ServiceLoader`.
  public OpenModelProvider() {}

  @Override
  public Optional<LanguageModel> open(Connection connection, CallPolicy policy) {
    if (connection.type() != ConnectionType.CUSTOM
        || connection.setting("endpoint_url").isEmpty()) {
      return Optional.empty();
    }
    URI address =
        Service.address(connection, "endpoint_url", Service.required(connection, "endpoint_url"));
    String written = Service.required(connection, "model_family");
    ModelFamily family =
        ModelFamily.named(written)
            .orElseThrow(() ->
                Service.missing(
                    connection,
                    "has the model_family '%s', but it is one of %s"
                        .formatted(written, ModelFamily.NAMES)));
    Secret key =
        connection
            .secret("endpoint_api_key")
            .orElseThrow(() -> Service.missing(connection, "has no secret endpoint_api_key"));
    return Optional.of(new OpenModel(connection, address, key, family, policy));
  }
}
