package io.promptflow4j.core.model.connection;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The kinds of connection that prompt flow knows, with the fields of each, and `scripted`: a model
/// that answers from a rules file.
///
/// Field names and defaults are those of its connection files (`docs/reference/connections.md`).
@SuppressWarnings("ImmutableEnumChecker") // the sets are made by Set.of and the like
public enum ConnectionType {
  AZURE_OPEN_AI(
      "AzureOpenAIConnection",
      Set.of("api_key"),
      List.of("api_base", "api_type", "api_version", "auth_mode", "resource_id"),
      Map.of("api_type", "azure", "api_version", "2024-02-01", "auth_mode", "key")),
  OPEN_AI("OpenAIConnection", Set.of("api_key"), List.of("organization", "base_url"), Map.of()),
  SERVERLESS("ServerlessConnection", Set.of("api_key"), List.of("api_base"), Map.of()),
  COGNITIVE_SEARCH(
      "CognitiveSearchConnection",
      Set.of("api_key"),
      List.of("api_base", "api_version", "auth_mode"),
      Map.of("api_version", "2023-11-01", "auth_mode", "key")),
  AZURE_AI_SERVICES(
      "AzureAIServicesConnection",
      Set.of("api_key"),
      List.of("endpoint", "auth_mode"),
      Map.of("auth_mode", "key")),
  AZURE_CONTENT_SAFETY(
      "AzureContentSafetyConnection",
      Set.of("api_key"),
      List.of("endpoint", "api_version", "api_type"),
      Map.of("api_version", "2023-10-01", "api_type", "Content Safety")),
  FORM_RECOGNIZER(
      "FormRecognizerConnection",
      Set.of("api_key"),
      List.of("endpoint", "api_version", "api_type"),
      Map.of("api_version", "2023-07-31", "api_type", "Form Recognizer")),
  SERP("SerpConnection", Set.of("api_key"), List.of(), Map.of()),
  QDRANT("QdrantConnection", Set.of("api_key"), List.of("api_base"), Map.of()),
  WEAVIATE("WeaviateConnection", Set.of("api_key"), List.of("api_base"), Map.of()),
  CUSTOM("CustomConnection", Set.of(), List.of(), Map.of()),
  SCRIPTED("ScriptedConnection", Set.of(), List.of("rules"), Map.of());

  /// How a connection to models is called: fields that Promptflow4j alone knows
  /// (`docs/reference/calls.md`).
  private static final List<String> CALL_FIELDS =
      List.of(
          "max_retries",
          "first_byte_timeout",
          "requests_per_minute",
          "tokens_per_minute",
          "max_concurrency",
          "fallback",
          "hedge_after",
          "allow_private_address",
          "ca_file");

  private final String className;
  private final Set<String> secretFields;
  private final List<String> plainFields;
  private final Map<String, String> defaults;

  ConnectionType(
      String className,
      Set<String> secretFields,
      List<String> plainFields,
      Map<String, String> defaults) {
    this.className = className;
    this.secretFields = secretFields;
    this.plainFields = plainFields;
    this.defaults = defaults;
  }

  /// `azure_open_ai` and so on, as connection files write it.
  public String yamlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The class that Python tools annotate a parameter with.
  public String className() {
    return className;
  }

  public Set<String> secretFields() {
    return secretFields;
  }

  public List<String> plainFields() {
    return plainFields;
  }

  /// More plain fields, which say how the service is called and not which service it is. They are
  /// no part of prompt flow's format, and tools don't see them.
  public List<String> callFields() {
    return switch (this) {
      case COGNITIVE_SEARCH,
          AZURE_AI_SERVICES,
          AZURE_CONTENT_SAFETY,
          FORM_RECOGNIZER,
          SERP,
          QDRANT,
          WEAVIATE,
          CUSTOM ->
          List.of();
      default -> CALL_FIELDS;
    };
  }

  public Map<String, String> defaults() {
    return defaults;
  }

  /// The plain fields without which a connection of this type reaches nothing.
  public List<String> requiredFields() {
    return switch (this) {
      case AZURE_OPEN_AI, SERVERLESS, COGNITIVE_SEARCH, QDRANT, WEAVIATE -> List.of("api_base");
      case AZURE_AI_SERVICES, AZURE_CONTENT_SAFETY, FORM_RECOGNIZER -> List.of("endpoint");
      case SCRIPTED -> List.of("rules");
      case OPEN_AI, SERP, CUSTOM -> List.of();
    };
  }

  /// Whether its fields are chosen by whoever writes the connection.
  public boolean isOpen() {
    return this == CUSTOM;
  }

  /// The type that a connection file, a tool annotation or the cloud's export calls `name`:
  /// `azure_open_ai`, `AzureOpenAI` and `AzureOpenAIConnection` are the same.
  public static Optional<ConnectionType> named(String name) {
    String wanted = folded(name);
    for (ConnectionType type : values()) {
      if (folded(type.name()).equals(wanted) || folded(type.className).equals(wanted)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private static String folded(String name) {
    String bare = name.strip().toLowerCase(Locale.ROOT).replace("_", "").replace(" ", "");
    return bare.endsWith("connection") ? bare.substring(0, bare.length() - 10) : bare;
  }
}
