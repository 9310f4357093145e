package io.promptflow4j.core.model.provider.gemini;

import static io.promptflow4j.core.model.provider.wire.JsonParts.mapping;
import static io.promptflow4j.core.model.provider.wire.JsonParts.object;
import static io.promptflow4j.core.model.provider.wire.JsonParts.parsed;

import io.promptflow4j.core.model.provider.wire.ChatTurns;
import io.promptflow4j.core.model.provider.wire.JsonParts;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is said in a turn, as Gemini writes it. Results name their function and not their call, so
/// one of these serves one chat and remembers what its calls were for.
final class ContentParts implements ChatTurns.Blocks {

  static final ChatTurns.Words WORDS = new ChatTurns.Words("Gemini", "model", "parts");

  private final Map<String, String> functions = new HashMap<>();

  @Override
  public Value text(String text) {
    return object("text", text);
  }

  @Override
  public Value picture(Value.Image image) {
    return switch (image.content()) {
      case ImageContent.Inline inline ->
          object("inlineData", object("mimeType", image.mediaType(), "data", inline.base64()));
      case ImageContent.Remote(var address) ->
          object("fileData", object("mimeType", image.mediaType(), "fileUri", address.toString()));
    };
  }

  @Override
  public Value call(ChatTurns.ToolCall call) {
    if (!call.id().isEmpty()) {
      functions.put(call.id(), call.name());
    }
    var part = new LinkedHashMap<String, Value>();
    part.put("functionCall", object("name", call.name(), "args", call.arguments()));
    mapping(call.written(), GeminiDialect.EXTRA)
        .flatMap(extra -> mapping(extra, "google"))
        .flatMap(google -> JsonParts.text(google, "thought_signature"))
        .ifPresent(signature -> part.put("thoughtSignature", Value.of(signature)));
    return new Value.Mapping(part);
  }

  @Override
  public Value result(String callId, String given) {
    return response(functions.getOrDefault(callId, callId), given);
  }

  @Override
  public Optional<Value> functionResult(String function, String given) {
    return Optional.of(response(function, given));
  }

  /// The service wants an object; a text that is none is put into one.
  private static Value response(String function, String given) {
    Value.Mapping response = parsed(given).orElseGet(() -> object("result", given));
    return object("functionResponse", object("name", function, "response", response));
  }
}
