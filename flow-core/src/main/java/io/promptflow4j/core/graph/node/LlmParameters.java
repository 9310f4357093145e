package io.promptflow4j.core.graph.node;

import static java.util.Map.entry;

import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.value.ValueType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The inputs of an `llm` node that go to the model instead of the template.
final class LlmParameters {

  private static final Map<String, ValueType> SHARED =
      Map.ofEntries(
          entry("deployment_name", ValueType.STRING),
          entry("model", ValueType.STRING),
          entry("temperature", ValueType.DOUBLE),
          entry("top_p", ValueType.DOUBLE),
          entry("n", ValueType.INT),
          entry("stop", ValueType.LIST),
          entry("max_tokens", ValueType.INT),
          entry("presence_penalty", ValueType.DOUBLE),
          entry("frequency_penalty", ValueType.DOUBLE),
          entry("logit_bias", ValueType.OBJECT),
          entry("user", ValueType.STRING),
          entry("stream", ValueType.BOOL));

  private static final Map<String, ValueType> CHAT_ONLY =
      Map.of(
          "seed", ValueType.INT,
          "response_format", ValueType.OBJECT,
          "tools", ValueType.LIST,
          "tool_choice", ValueType.OBJECT,
          "functions", ValueType.LIST,
          "function_call", ValueType.OBJECT);

  private static final Map<String, ValueType> COMPLETION_ONLY =
      Map.of(
          "suffix", ValueType.STRING,
          "logprobs", ValueType.INT,
          "echo", ValueType.BOOL,
          "best_of", ValueType.INT);

  /// Names that the original's vision tools take besides.
  private static final Map<String, ValueType> VISION_ONLY = Map.of("detail", ValueType.STRING);

  /// Newer names. The original takes them for template variables and never sends them; here they
  /// are sent unless the template reads them.
  private static final Map<String, ValueType> NEWER =
      Map.of(
          "max_completion_tokens", ValueType.INT,
          "reasoning_effort", ValueType.STRING,
          "verbosity", ValueType.STRING,
          "parallel_tool_calls", ValueType.BOOL,
          "service_tier", ValueType.STRING,
          "top_logprobs", ValueType.INT);

  private static final Set<String> ALWAYS_RESERVED = Set.of("prompt", "connection");

  private final Map<String, ValueType> types;

  private LlmParameters(Map<String, ValueType> types) {
    this.types = types;
  }

  /// Those of an `llm` node.
  static LlmParameters of(ModelApi api) {
    return switch (api) {
      case CHAT -> new LlmParameters(joined(SHARED, CHAT_ONLY));
      case COMPLETION -> new LlmParameters(joined(SHARED, COMPLETION_ONLY));
    };
  }

  /// Those of the vision tools.
  static LlmParameters ofVision() {
    return new LlmParameters(joined(joined(SHARED, CHAT_ONLY), VISION_ONLY));
  }

  /// Those of the tool "Open Model LLM", under the names of `llm` nodes.
  static LlmParameters ofOpenModel() {
    return new LlmParameters(
        Map.of(
            "deployment_name", ValueType.STRING,
            "temperature", ValueType.DOUBLE,
            "top_p", ValueType.DOUBLE,
            "max_tokens", ValueType.INT,
            "extra_body", ValueType.OBJECT));
  }

  private static Map<String, ValueType> joined(
      Map<String, ValueType> one, Map<String, ValueType> other) {
    var all = new HashMap<>(one);
    all.putAll(other);
    return Map.copyOf(all);
  }

  /// The type of a parameter; empty if the input is a variable of the template.
  ///
  /// @param isRead whether the template reads a variable of that name
  Optional<ValueType> type(String input, boolean isRead) {
    if (isRead && clash(input) != Clash.CERTAIN) {
      return Optional.empty();
    }
    ValueType type = types.get(input);
    return type == null && !isRead && types.containsKey("seed")
        ? Optional.ofNullable(NEWER.get(input))
        : Optional.ofNullable(type);
  }

  /// What becomes of a template variable that has the name of a parameter.
  enum Clash {
    /// Nothing: it is no parameter.
    NONE,
    /// It depends on the connection's type, which the flow file does not say.
    POSSIBLE,
    /// The original refuses to load the flow.
    CERTAIN
  }

  Clash clash(String variable) {
    return switch (variable) {
      case "deployment_name", "model" -> Clash.POSSIBLE;
      case "n" -> types.containsKey("suffix") ? Clash.CERTAIN : Clash.POSSIBLE;
      default ->
          types.containsKey(variable) || ALWAYS_RESERVED.contains(variable)
              ? Clash.CERTAIN
              : Clash.NONE;
    };
  }
}
