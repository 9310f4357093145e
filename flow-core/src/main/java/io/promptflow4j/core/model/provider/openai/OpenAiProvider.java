package io.promptflow4j.core.model.provider.openai;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.ModelProvider;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import io.promptflow4j.core.model.provider.wire.Service;
import io.promptflow4j.core.model.provider.wire.WireModel;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Consumer;

/// Opens `open_ai`, `azure_open_ai` and `serverless` connections, and those of every vendor whose
/// service speaks OpenAI's protocol.
public final class OpenAiProvider implements ModelProvider {

  private static final String PROTOCOL = "protocol";

  /// For `ServiceLoader`.
  public OpenAiProvider() {}

  @Override
  public Optional<LanguageModel> open(Connection connection, CallPolicy policy) {
    return open(connection, policy, _ -> {});
  }

  @Override
  public Optional<LanguageModel> open(
      Connection connection, CallPolicy policy, Consumer<String> notices) {
    boolean speaksIt =
        switch (connection.type()) {
          case OPEN_AI, AZURE_OPEN_AI, SERVERLESS -> true;
          default -> connection.type().isOpenAiCompatible();
        };
    if (!speaksIt) {
      return Optional.empty();
    }
    HttpLimits limits = HttpLimits.of(policy);
    return Optional.of(
        speaksResponses(connection)
            ? new WireModel(responses(connection), new ResponsesDialect(), policy, limits, notices)
            : new OpenAiModel(connection, policy, limits));
  }

  /// The setting `protocol` chooses between OpenAI's two interfaces.
  private static boolean speaksResponses(Connection connection) {
    String protocol = connection.setting(PROTOCOL).orElse("chat_completions").strip();
    return switch (protocol) {
      case "responses" -> true;
      case "chat_completions" -> false;
      default ->
          throw Service.missing(
              connection,
              "has the %s '%s'; it is chat_completions or responses".formatted(PROTOCOL, protocol));
    };
  }

  private static Service responses(Connection connection) {
    OpenAiEndpoint endpoint = OpenAiEndpoint.of(connection);
    if (endpoint.perDeployment()) {
      throw Service.missing(
          connection, "needs an api_base that ends with /openai/v1 for protocol: responses");
    }
    var headers = new LinkedHashMap<String, String>();
    endpoint.organization().ifPresent(name -> headers.put("OpenAI-Organization", name));
    return new Service(
        connection,
        endpoint.address(),
        OpenAiEndpoint.addressField(connection.type()),
        headers,
        endpoint.keyHeader(),
        endpoint.keyHeader().equals("Authorization") ? "Bearer " : "",
        endpoint.key());
  }
}
