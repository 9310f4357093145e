package io.promptflow4j.core.model.provider.openai;

import static java.util.stream.Collectors.joining;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.openai.internal.DefaultOpenAiClient;
import dev.langchain4j.model.openai.internal.OpenAiClient;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.provider.wire.Service;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where a connection's models are and how a call identifies itself there.
///
/// @param address the part before the API's own path; for Azure the resource
/// @param keyHeader the header that carries the key, as `Authorization` or `api-key`
/// @param perDeployment whether the model's name is part of the path, as Azure has it
/// @param usageInStreams whether the service can be asked to count the tokens of a stream
record OpenAiEndpoint(
    String connection,
    URI address,
    Optional<Secret> key,
    String keyHeader,
    Optional<String> organization,
    Map<String, String> query,
    boolean perDeployment,
    boolean usageInStreams) {

  private static final String AUTHORIZATION = "Authorization";
  private static final String PRODUCT = "promptflow4j";
  private static final String OPEN_AI = "https://api.openai.com/v1";

  static OpenAiEndpoint of(Connection connection) {
    return switch (connection.type()) {
      case OPEN_AI -> openAi(connection);
      case SERVERLESS -> serverless(connection);
      case AZURE_OPEN_AI -> azure(connection);
      default -> compatible(connection);
    };
  }

  private static OpenAiEndpoint openAi(Connection connection) {
    Optional<String> own = connection.setting("base_url");
    return new OpenAiEndpoint(
        connection.name(),
        Service.address(connection, "base_url", own.orElse(OPEN_AI)),
        own.isPresent() ? connection.secret("api_key") : Optional.of(Service.key(connection)),
        AUTHORIZATION,
        connection.setting("organization"),
        Map.of(),
        false,
        true);
  }

  /// A vendor whose service speaks the same, at the address of its type.
  private static OpenAiEndpoint compatible(Connection connection) {
    Service service = Service.of(connection, Map.of(), AUTHORIZATION, "");
    return new OpenAiEndpoint(
        connection.name(),
        service.address(),
        service.key(),
        AUTHORIZATION,
        Optional.empty(),
        Map.of(),
        false,
        true);
  }

  private static OpenAiEndpoint serverless(Connection connection) {
    String base = Service.required(connection, "api_base").replaceFirst("/+$", "");
    return new OpenAiEndpoint(
        connection.name(),
        Service.address(connection, "api_base", base.endsWith("/v1") ? base : base + "/v1"),
        Optional.of(Service.key(connection)),
        AUTHORIZATION,
        Optional.empty(),
        Map.of(),
        false,
        false);
  }

  private static OpenAiEndpoint azure(Connection connection) {
    boolean token = connection.setting("auth_mode").filter("meid_token"::equals).isPresent();
    URI address = Service.address(connection, "api_base", Service.required(connection, "api_base"));
    boolean perDeployment = !address.getPath().endsWith("/openai/v1");
    String version = connection.setting("api_version").orElse("");
    return new OpenAiEndpoint(
        connection.name(),
        address,
        Optional.of(token ? token(connection) : Service.key(connection)),
        token ? AUTHORIZATION : "api-key",
        Optional.empty(),
        perDeployment ? Map.of("api-version", version) : Map.of(),
        perDeployment,
        !perDeployment || version.compareTo("2024-09") >= 0);
  }

  private static Secret token(Connection connection) {
    return connection
        .secret("api_key")
        .orElseThrow(() ->
            Service.missing(
                connection,
                "signs in with Microsoft Entra (auth_mode: meid_token) and has no token; set"
                    + " AZURE_OPENAI_AD_TOKEN, or api_key to 'file:PATH' of a file that holds one"
                    + " ('az account get-access-token --resource"
                    + " https://cognitiveservices.azure.com' gives one for an hour)"));
  }

  /// Where chats with a model are.
  URI chats(String model) {
    return below(model, "/chat/completions");
  }

  /// Where vectors of a model are.
  URI vectors(String model) {
    return below(model, "/embeddings");
  }

  private URI below(String model, String path) {
    String version =
        query.isEmpty()
            ? ""
            : query.entrySet().stream()
                .map(one ->
                    one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(joining("&", "?", ""));
    return URI.create(base(model) + path + version);
  }

  /// What each call says of itself, the key included.
  Map<String, String> headers() {
    Map<String, String> headers = keys();
    headers.put("User-Agent", PRODUCT);
    organization.ifPresent(name -> headers.put("OpenAI-Organization", name));
    return headers;
  }

  /// A client for one call; `http` carries it.
  OpenAiClient client(HttpClientBuilder http, String model) {
    var builder =
        DefaultOpenAiClient.builder()
            .httpClientBuilder(http)
            .baseUrl(base(model))
            .customHeaders(keys())
            .customQueryParams(query)
            .userAgent(PRODUCT);
    organization.ifPresent(builder::organizationId);
    return builder.build();
  }

  private Map<String, String> keys() {
    var headers = new LinkedHashMap<String, String>();
    key.ifPresent(secret ->
        headers.put(
            keyHeader,
            keyHeader.equals(AUTHORIZATION)
                ? "Bearer " + secret.reveal().strip()
                : secret.reveal().strip()));
    return headers;
  }

  private String base(String model) {
    return perDeployment
        ? address
            + "/openai/deployments/"
            + URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20")
        : address.toString();
  }

  /// What a person has to check when a model is not found here.
  static String addressField(ConnectionType type) {
    return type == ConnectionType.OPEN_AI || type.isVendor() ? "base_url" : "api_base";
  }
}
