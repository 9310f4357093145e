package io.promptflow4j.core.model.provider.openai;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.ModelProvider;
import io.promptflow4j.core.model.provider.http.HttpLimits;
import java.util.Optional;

/// Opens `open_ai`, `azure_open_ai` and `serverless` connections, and those of every vendor whose
/// service speaks OpenAI's protocol.
public final class OpenAiProvider implements ModelProvider {

  /// For `ServiceLoader`.
  public OpenAiProvider() {}

  @Override
  public Optional<LanguageModel> open(Connection connection, CallPolicy policy) {
    boolean speaksIt =
        switch (connection.type()) {
          case OPEN_AI, AZURE_OPEN_AI, SERVERLESS -> true;
          default -> connection.type().isOpenAiCompatible();
        };
    return speaksIt
        ? Optional.of(new OpenAiModel(connection, policy, HttpLimits.of(policy)))
        : Optional.empty();
  }
}
