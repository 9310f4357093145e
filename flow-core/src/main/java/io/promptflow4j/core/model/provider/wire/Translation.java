package io.promptflow4j.core.model.provider.wire;

import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// One request on its way into a vendor's words. Each setting is taken once; [#rest] tells what
/// becomes of those that nobody took. Owned by the thread that makes the call.
public final class Translation {

  private static final Value.Mapping ANY_OBJECT = JsonParts.object("type", "object");

  /// Settings of OpenAI that mean nothing elsewhere; every other unknown name is the vendor's own.
  private static final Set<String> OF_OPEN_AI =
      Set.of(
          "audio",
          "best_of",
          "detail",
          "echo",
          "frequency_penalty",
          "logit_bias",
          "logprobs",
          "max_completion_tokens",
          "max_tokens",
          "metadata",
          "modalities",
          "n",
          "parallel_tool_calls",
          "prediction",
          "presence_penalty",
          "prompt_cache_key",
          "reasoning_effort",
          "response_format",
          "safety_identifier",
          "seed",
          "service_tier",
          "stop",
          "store",
          "stream_options",
          "suffix",
          "top_logprobs",
          "user",
          "verbosity",
          "web_search_options");

  /// Values that ask for nothing, so that nobody misses them.
  private static final Map<String, Set<String>> ASKING_NOTHING =
      Map.of(
          "best_of", Set.of("1"),
          "detail", Set.of("auto"),
          "echo", Set.of("False"),
          "frequency_penalty", Set.of("0", "0.0"),
          "logprobs", Set.of("False", "0"),
          "n", Set.of("1"),
          "parallel_tool_calls", Set.of("True"),
          "presence_penalty", Set.of("0", "0.0"),
          "store", Set.of("False"));

  /// Says each thing once for as long as a connection is open. Thread-safe.
  static final class Notices {

    private final String connection;
    private final Consumer<String> reader;
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    Notices(String connection, Consumer<String> reader) {
      this.connection = connection;
      this.reader = reader;
    }

    void tell(String what) {
      if (said.add(what)) {
        reader.accept("connection '%s': %s".formatted(connection, what));
      }
    }
  }

  private final String vendor;
  private final String model;
  private final boolean streamed;
  private final List<ChatMessage> messages;
  private final String prompt;
  private final SequencedMap<String, Value> left;
  private final Notices notices;

  Translation(
      String vendor, ModelRequest request, String model, boolean streamed, Notices notices) {
    this(
        vendor,
        model,
        streamed,
        request.api() == ModelApi.CHAT ? request.messages() : List.of(),
        request.prompt(),
        new LinkedHashMap<>(request.parameters().settings()),
        notices);
    left.remove("stream");
    left.remove("model");
    left.values().removeIf(value -> value == Value.Null.NULL);
  }

  private Translation(
      String vendor,
      String model,
      boolean streamed,
      List<ChatMessage> messages,
      String prompt,
      SequencedMap<String, Value> left,
      Notices notices) {
    this.vendor = vendor;
    this.model = model;
    this.streamed = streamed;
    this.messages = messages;
    this.prompt = prompt;
    this.left = left;
    this.notices = notices;
  }

  /// The vendor's name as people write it.
  public String vendor() {
    return vendor;
  }

  /// The model that is asked.
  public String model() {
    return model;
  }

  /// Whether the reply shall come in pieces.
  public boolean isStreamed() {
    return streamed;
  }

  /// The chat; empty for a completion.
  public List<ChatMessage> messages() {
    return messages;
  }

  /// The text to complete; empty for a chat.
  public String prompt() {
    return prompt;
  }

  Translation asChat() {
    tell("%s has no interface for completions; the prompt is sent as a chat".formatted(vendor));
    return new Translation(
        vendor,
        model,
        streamed,
        List.of(ChatMessage.of(ChatMessage.Role.USER, prompt)),
        "",
        left,
        notices);
  }

  /// Takes a setting.
  public Optional<Value> take(String name) {
    return Optional.ofNullable(left.remove(name));
  }

  /// Takes what the model may call.
  public OfferedTools takeTools() {
    return OfferedTools.take(this);
  }

  /// Takes the setting that limits how much is written, under either of its names.
  public Optional<Value> takeMaxTokens() {
    Optional<Value> newer = take("max_completion_tokens");
    Optional<Value> older = take("max_tokens");
    return newer.or(() -> older);
  }

  /// Takes the texts at which writing stops.
  public Optional<Value.Sequence> takeStops() {
    return take("stop")
        .map(stop -> stop instanceof Value.Sequence list ? list : Value.of(List.of(stop)));
  }

  /// Takes the form that the answer has to have.
  ///
  /// @return the JSON schema, or one of any object; empty for a free text
  public Optional<Value.Mapping> takeJsonSchema() {
    return take("response_format")
        .flatMap(format ->
            format instanceof Value.Mapping mapping
                ? Optional.of(mapping)
                : Optional.<Value.Mapping>empty())
        .flatMap(format ->
            switch (JsonParts.text(format, "type").orElse("")) {
              case "json_object" -> Optional.of(ANY_OBJECT);
              case "json_schema" ->
                  Optional.of(
                      JsonParts.mapping(format, "json_schema")
                          .flatMap(named -> JsonParts.mapping(named, "schema"))
                          .orElse(ANY_OBJECT));
              default -> Optional.empty();
            });
  }

  /// Whether a schema of [#takeJsonSchema] allows any object.
  public static boolean isAnyObject(Value.Mapping schema) {
    return schema.equals(ANY_OBJECT);
  }

  /// Says, once for this connection, that something is not done as the flow asks for it.
  public void tell(String what) {
    notices.tell(what);
  }

  /// Leaves a setting out, with a notice unless it asks for nothing.
  ///
  /// @param instead what to do about it, as a clause
  public void leaveOut(String name, String instead) {
    Value value = left.remove(name);
    if (value != null
        && !ASKING_NOTHING.getOrDefault(name, Set.of()).contains(PythonText.str(value))) {
      tell(
          "'%s' has no equal at %s and is not sent%s"
              .formatted(name, vendor, instead.isEmpty() ? "" : "; " + instead));
    }
  }

  /// What goes over under its own name: the settings that OpenAI does not know either. Those of
  /// OpenAI that are still here are left out with a notice.
  public SequencedMap<String, Value> rest() {
    for (String name : List.copyOf(left.keySet())) {
      if (OF_OPEN_AI.contains(name)) {
        leaveOut(name, "");
      }
    }
    return left;
  }
}
