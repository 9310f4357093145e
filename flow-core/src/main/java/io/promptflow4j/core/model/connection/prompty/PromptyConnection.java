package io.promptflow4j.core.model.connection.prompty;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Nodeless;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The connection that a prompty's model configuration describes. What it leaves open is taken from
/// the variables of Azure's and OpenAI's own tools when the connection is opened.
public final class PromptyConnection {

  private static final Map<String, String> AZURE_NAMES =
      Map.of("azure_endpoint", "api_base", "endpoint", "api_base");
  private static final Map<String, String> NAMES =
      Map.of("endpoint", "api_base", "url", "base_url", "key", "api_key");

  private PromptyConnection() {}

  /// The connection; empty if the prompty describes none.
  ///
  /// @param name what messages call it
  /// @param environment where the usual variables may be set
  /// @param diagnostics gets what is wrong with the description
  public static Optional<ConnectionDraft> of(
      Nodeless.Prompty prompty,
      String name,
      Map<String, String> environment,
      Diagnostics diagnostics) {
    if (prompty.configuration().isEmpty()) {
      return Optional.empty();
    }
    return type(prompty.configuration(), diagnostics)
        .map(type -> {
          var fields = new Fields(type);
          for (Written.Field field : prompty.configuration()) {
            fields.put(field, diagnostics);
          }
          fields.fillFrom(environment);
          return new ConnectionDraft(name, type, fields.settings, fields.secrets, Optional.empty());
        });
  }

  private static Optional<ConnectionType> type(
      List<Written.Field> configuration, Diagnostics diagnostics) {
    for (Written.Field field : configuration) {
      if (field.key().value().equals("type")) {
        String written = PythonText.str(field.content().value());
        Optional<ConnectionType> type =
            ConnectionType.named(written).filter(ConnectionType::reachesModels);
        if (type.isEmpty()) {
          diagnostics.error(
              "unknown-connection-type",
              field.content().place(),
              "the configuration has the type '%s', which reaches no language model; expected azure_openai, openai, serverless, or a vendor's such as anthropic."
                  .formatted(written));
        }
        return type;
      }
    }
    boolean azure =
        configuration.stream().anyMatch(field -> field.key().value().equals("azure_endpoint"));
    return Optional.of(azure ? ConnectionType.AZURE_OPEN_AI : ConnectionType.OPEN_AI);
  }

  /// The fields while they are collected.
  private static final class Fields {

    private final ConnectionType type;
    private final SequencedMap<String, String> settings = new LinkedHashMap<>();
    private final SequencedMap<String, Secret> secrets = new LinkedHashMap<>();

    Fields(ConnectionType type) {
      this.type = type;
    }

    void put(Written.Field field, Diagnostics diagnostics) {
      Located<String> key = field.key();
      String name = name(key.value());
      String text = PythonText.str(field.content().value());
      if (name.equals("type") || field.content().value() instanceof Value.Null) {
        return;
      }
      if (type.secretFields().contains(name)) {
        secrets.put(name, new Secret(text));
      } else if (type.plainFields().contains(name) || type.callFields().contains(name)) {
        settings.put(name, text);
      } else {
        diagnostics.hint(
            "unknown-key",
            key.place(),
            "the configuration has no key '%s' for the type '%s'; it is ignored."
                .formatted(key.value().strip(), type.yamlName()));
      }
    }

    private String name(String written) {
      Map<String, String> names = type == ConnectionType.AZURE_OPEN_AI ? AZURE_NAMES : NAMES;
      boolean known = type.plainFields().contains(written) || type.secretFields().contains(written);
      return known ? written : names.getOrDefault(written, written);
    }

    void fillFrom(Map<String, String> environment) {
      switch (type) {
        case AZURE_OPEN_AI -> {
          fill("api_base", "AZURE_OPENAI_ENDPOINT", environment);
          fill("api_version", "OPENAI_API_VERSION", environment);
          fillKey("AZURE_OPENAI_API_KEY", environment);
        }
        case OPEN_AI -> {
          fill("base_url", "OPENAI_BASE_URL", environment);
          fill("organization", "OPENAI_ORG_ID", environment);
          fillKey("OPENAI_API_KEY", environment);
        }
        default -> {} // the other types have no variables that prompties count on
      }
    }

    private void fill(String field, String variable, Map<String, String> environment) {
      if (!environment.getOrDefault(variable, "").isBlank()) {
        settings.putIfAbsent(field, "${env:%s}".formatted(variable));
      }
    }

    private void fillKey(String variable, Map<String, String> environment) {
      if (!environment.getOrDefault(variable, "").isBlank()) {
        secrets.putIfAbsent("api_key", new Secret("env:" + variable));
      }
    }
  }
}
