package io.promptflow4j.core.model.provider.bedrock;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.ModelProvider;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import io.promptflow4j.core.model.provider.wire.Service;
import io.promptflow4j.core.model.provider.wire.WireModel;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Opens `bedrock` connections.
public final class BedrockProvider implements ModelProvider {

  /// For `ServiceLoader`.
  public BedrockProvider() {}

  @Override
  public Optional<LanguageModel> open(Connection connection, CallPolicy policy) {
    return open(connection, policy, _ -> {});
  }

  @Override
  public Optional<LanguageModel> open(
      Connection connection, CallPolicy policy, Consumer<String> notices) {
    if (connection.type() != ConnectionType.BEDROCK) {
      return Optional.empty();
    }
    String region = Service.required(connection, "region").strip();
    Optional<AwsSignature> signature = signature(connection, region);
    var service =
        new Service(
            connection,
            address(connection, region),
            "region",
            Map.of(),
            "Authorization",
            "Bearer ",
            signature.isPresent() ? Optional.empty() : Optional.of(Service.key(connection)));
    return Optional.of(
        new WireModel(
            service, new BedrockDialect(signature), policy, HttpLimits.of(policy), notices));
  }

  private static URI address(Connection connection, String region) {
    if (!region.matches("[a-z0-9-]{1,40}")) {
      throw Service.missing(connection, "has a region that is none; give one such as us-east-1");
    }
    return Service.address(
        connection,
        "base_url",
        connection
            .setting("base_url")
            .orElse("https://bedrock-runtime.%s.amazonaws.com".formatted(region)));
  }

  /// An API key wins over an access key.
  private static Optional<AwsSignature> signature(Connection connection, String region) {
    if (connection.secret("api_key").isPresent()) {
      return Optional.empty();
    }
    return connection
        .setting("access_key_id")
        .map(id -> {
          Secret secret =
              connection
                  .secret("secret_access_key")
                  .orElseThrow(() ->
                      Service.missing(connection, "has an access_key_id and no secret_access_key"));
          return new AwsSignature(
              id.strip(),
              secret,
              connection.secret("session_token"),
              region,
              "bedrock",
              InstantSource.system());
        });
  }
}
