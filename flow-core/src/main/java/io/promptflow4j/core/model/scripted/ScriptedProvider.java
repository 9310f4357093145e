package io.promptflow4j.core.model.scripted;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.ModelProvider;
import java.nio.file.Path;
import java.util.Optional;

/// Opens `scripted` connections, whose field `rules` names a rules file.
public final class ScriptedProvider implements ModelProvider {

  /// For `ServiceLoader`.
  public ScriptedProvider() {}

  @Override
  public Optional<LanguageModel> open(Connection connection, CallPolicy policy) {
    if (connection.type() != ConnectionType.SCRIPTED) {
      return Optional.empty();
    }
    String rules =
        connection
            .setting("rules")
            .orElseThrow(() ->
                new ModelException(
                    "missing-key",
                    "connection '%s' (scripted) names no rules file; add 'rules: PATH'"
                        .formatted(connection.name()),
                    false));
    return Optional.of(ScriptedModel.load(Path.of(rules), policy));
  }
}
