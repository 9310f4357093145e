package io.promptflow4j.core.model.connection;

import io.promptflow4j.core.source.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The kinds of connection: those that prompt flow knows, with the fields of each; one for each
/// vendor of models; and `scripted`, a model that answers from a rules file.
///
/// A vendor's connection is its key (`api_key`) and its address (`base_url`, with a default).
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
  ANTHROPIC(Speaks.ITS_OWN, "Anthropic", "https://api.anthropic.com"),
  GEMINI(Speaks.ITS_OWN, "Gemini", "https://generativelanguage.googleapis.com/v1beta"),
  MISTRAL(Speaks.ITS_OWN, "Mistral", "https://api.mistral.ai/v1"),
  OLLAMA(Speaks.ITS_OWN_WITHOUT_KEY, "Ollama", "http://localhost:11434"),
  BEDROCK(
      Speaks.ITS_OWN,
      "Bedrock",
      Set.of("api_key", "secret_access_key", "session_token"),
      List.of("region", "access_key_id", "base_url"),
      Map.of()),
  CEREBRAS(Speaks.OPEN_AI, "Cerebras", "https://api.cerebras.ai/v1"),
  COHERE(Speaks.OPEN_AI, "Cohere", "https://api.cohere.ai/compatibility/v1"),
  DASHSCOPE(Speaks.OPEN_AI, "DashScope", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"),
  DEEPINFRA(Speaks.OPEN_AI, "DeepInfra", "https://api.deepinfra.com/v1/openai"),
  DEEPSEEK(Speaks.OPEN_AI, "DeepSeek", "https://api.deepseek.com/v1"),
  FIREWORKS(Speaks.OPEN_AI, "Fireworks", "https://api.fireworks.ai/inference/v1"),
  GITHUB_MODELS(Speaks.OPEN_AI, "GithubModels", "https://models.github.ai/inference"),
  GROQ(Speaks.OPEN_AI, "Groq", "https://api.groq.com/openai/v1"),
  HUGGING_FACE(Speaks.OPEN_AI, "HuggingFace", "https://router.huggingface.co/v1"),
  LLAMA_CPP(Speaks.OPEN_AI_WITHOUT_KEY, "LlamaCpp", "http://localhost:8080/v1"),
  LM_STUDIO(Speaks.OPEN_AI_WITHOUT_KEY, "LmStudio", "http://localhost:1234/v1"),
  MOONSHOT(Speaks.OPEN_AI, "Moonshot", "https://api.moonshot.ai/v1"),
  NVIDIA(Speaks.OPEN_AI, "Nvidia", "https://integrate.api.nvidia.com/v1"),
  OPENROUTER(Speaks.OPEN_AI, "OpenRouter", "https://openrouter.ai/api/v1"),
  PERPLEXITY(Speaks.OPEN_AI, "Perplexity", "https://api.perplexity.ai"),
  SAMBANOVA(Speaks.OPEN_AI, "SambaNova", "https://api.sambanova.ai/v1"),
  TOGETHER(Speaks.OPEN_AI, "Together", "https://api.together.xyz/v1"),
  VLLM(Speaks.OPEN_AI_WITHOUT_KEY, "Vllm", "http://localhost:8000/v1"),
  XAI(Speaks.OPEN_AI, "Xai", "https://api.x.ai/v1"),
  ZHIPU(Speaks.OPEN_AI, "Zhipu", "https://api.z.ai/api/paas/v4"),
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
          "budget_per_day",
          "allow_private_address",
          "ca_file");

  /// What a vendor's service speaks, and whether it wants a key.
  private enum Speaks {
    OPEN_AI,
    OPEN_AI_WITHOUT_KEY,
    ITS_OWN,
    ITS_OWN_WITHOUT_KEY,
    NO_MODEL
  }

  private static final String ADDRESS = "base_url";
  private static final Set<String> ADDRESSES = Set.of(ADDRESS, "api_base", "endpoint");

  /// Other names of the same, without blanks and underscores.
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("alibaba", "dashscope"),
          Map.entry("amazonbedrock", "bedrock"),
          Map.entry("aws", "bedrock"),
          Map.entry("awsbedrock", "bedrock"),
          Map.entry("azure", "azureopenai"),
          Map.entry("azureaisearch", "cognitivesearch"),
          Map.entry("claude", "anthropic"),
          Map.entry("fireworksai", "fireworks"),
          Map.entry("google", "gemini"),
          Map.entry("googlegemini", "gemini"),
          Map.entry("grok", "xai"),
          Map.entry("kimi", "moonshot"),
          Map.entry("mistralai", "mistral"),
          Map.entry("moonshotai", "moonshot"),
          Map.entry("qwen", "dashscope"),
          Map.entry("togetherai", "together"),
          Map.entry("zai", "zhipu"));

  private final Speaks speaks;
  private final String className;
  private final Set<String> secretFields;
  private final List<String> plainFields;
  private final Map<String, String> defaults;

  ConnectionType(
      String className,
      Set<String> secretFields,
      List<String> plainFields,
      Map<String, String> defaults) {
    this.speaks = Speaks.NO_MODEL;
    this.className = className;
    this.secretFields = secretFields;
    this.plainFields = plainFields;
    this.defaults = defaults;
  }

  /// A vendor of models.
  ConnectionType(Speaks speaks, String vendor, String address) {
    this(speaks, vendor, Set.of("api_key"), List.of(ADDRESS), Map.of(ADDRESS, address));
  }

  /// A vendor of models with fields of its own.
  ConnectionType(
      Speaks speaks,
      String vendor,
      Set<String> secretFields,
      List<String> plainFields,
      Map<String, String> defaults) {
    this.speaks = speaks;
    this.className = vendor + "Connection";
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
      case AZURE_CONTENT_SAFETY -> List.of("allow_private_address", "ca_file");
      case COGNITIVE_SEARCH, AZURE_AI_SERVICES, FORM_RECOGNIZER, SERP, QDRANT, WEAVIATE, CUSTOM ->
          List.of();
      case OPEN_AI, AZURE_OPEN_AI ->
          Stream.concat(CALL_FIELDS.stream(), Stream.of("protocol")).toList();
      default -> CALL_FIELDS;
    };
  }

  /// Whether a plain field is the address at which models are called.
  boolean isModelAddress(String field) {
    return reachesModels() && plainFields.contains(field) && ADDRESSES.contains(field);
  }

  /// Whether a plain field is the path of a file.
  boolean isPath(String field) {
    return this == SCRIPTED && field.equals("rules");
  }

  public Map<String, String> defaults() {
    return defaults;
  }

  /// The plain fields without which a connection of this type reaches nothing.
  public List<String> requiredFields() {
    return switch (this) {
      case AZURE_OPEN_AI, SERVERLESS, COGNITIVE_SEARCH, QDRANT, WEAVIATE -> List.of("api_base");
      case AZURE_AI_SERVICES, AZURE_CONTENT_SAFETY, FORM_RECOGNIZER -> List.of("endpoint");
      case BEDROCK -> List.of("region");
      case SCRIPTED -> List.of("rules");
      case OPEN_AI, SERP, CUSTOM -> List.of();
      default -> List.of(); // a vendor's address has a default
    };
  }

  /// Whether it is a vendor's, with a key and an address.
  public boolean isVendor() {
    return speaks != Speaks.NO_MODEL;
  }

  /// Whether it is that of a vendor whose service speaks OpenAI's protocol.
  public boolean isOpenAiCompatible() {
    return speaks == Speaks.OPEN_AI || speaks == Speaks.OPEN_AI_WITHOUT_KEY;
  }

  /// Whether `llm` nodes can call it.
  public boolean reachesModels() {
    return switch (this) {
      case OPEN_AI, AZURE_OPEN_AI, SERVERLESS, SCRIPTED -> true;
      default -> isVendor();
    };
  }

  /// Whether the service wants an `api_key`: not with Microsoft Entra tokens, not at an address of
  /// one's own, and not if it runs at home.
  public boolean needsKey(Map<String, String> settings) {
    String address = settings.getOrDefault(ADDRESS, "").strip();
    boolean atHome = speaks == Speaks.OPEN_AI_WITHOUT_KEY || speaks == Speaks.ITS_OWN_WITHOUT_KEY;
    boolean elsewhere =
        (this == OPEN_AI || isVendor())
            && !address.isEmpty()
            && !address.equals(defaults.get(ADDRESS));
    boolean signs = this == BEDROCK && !settings.getOrDefault("access_key_id", "").isBlank();
    return !atHome && !elsewhere && !signs && !"meid_token".equals(settings.get("auth_mode"));
  }

  /// A sentence, with a leading blank, that helps whoever gave a field that this type lacks: the
  /// field that is meant, or the types that have it.
  String hintFor(String field) {
    var known = new ArrayList<>(plainFields);
    known.addAll(secretFields);
    known.addAll(callFields());
    if (ADDRESSES.contains(field)) {
      Optional<String> own = plainFields.stream().filter(ADDRESSES::contains).findFirst();
      if (own.isPresent()) {
        return " Here the address is '%s'.".formatted(own.get());
      }
    }
    String meant = Suggestion.didYouMean(field, known);
    List<String> owners =
        Stream.of(values())
            .filter(type -> type.plainFields.contains(field) || type.secretFields.contains(field))
            .map(ConnectionType::yamlName)
            .limit(3)
            .toList();
    return meant.isEmpty() && !owners.isEmpty()
        ? " It is a field of %s; is the type right?".formatted(String.join(", ", owners))
        : meant;
  }

  /// Whether its fields are chosen by whoever writes the connection.
  public boolean isOpen() {
    return this == CUSTOM;
  }

  /// The type that a connection file, a tool annotation or the cloud's export calls `name`:
  /// `azure_open_ai`, `AzureOpenAI` and `AzureOpenAIConnection` are the same.
  public static Optional<ConnectionType> named(String name) {
    String wanted = ALIASES.getOrDefault(folded(name), folded(name));
    for (ConnectionType type : values()) {
      if (folded(type.name()).equals(wanted) || folded(type.className).equals(wanted)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private static String folded(String name) {
    String bare = name.strip().toLowerCase(Locale.ROOT).replaceAll("[_ -]", "");
    return bare.endsWith("connection") ? bare.substring(0, bare.length() - 10) : bare;
  }
}
