package io.promptflow4j.core.model.provider.gemini;

import static io.promptflow4j.core.model.provider.wire.JsonParts.mapping;
import static io.promptflow4j.core.model.provider.wire.JsonParts.mappings;
import static io.promptflow4j.core.model.provider.wire.JsonParts.object;
import static io.promptflow4j.core.model.provider.wire.JsonParts.parsed;
import static io.promptflow4j.core.model.provider.wire.JsonParts.text;

import io.promptflow4j.core.model.provider.wire.Translation;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes the turns of a chat: system messages go where they are collected, neighbours of one role
/// become one turn, and what functions gave back is said by the user.
final class Contents {

  private final Translation asked;
  private final List<String> system;
  private final List<Value> turns = new ArrayList<>();
  private final List<Value> parts = new ArrayList<>();
  private final Map<String, String> functions = new HashMap<>();
  private String speaker = "";

  /// @param system gets the system messages
  Contents(Translation asked, List<String> system) {
    this.asked = asked;
    this.system = system;
  }

  Value.Sequence read() {
    asked.messages().forEach(this::add);
    endTurn();
    if (turns.isEmpty() && !system.isEmpty()) {
      asked.tell("Gemini wants a user message; the system message of the prompt is sent as one");
      speaker = "user";
      system.forEach(text -> parts.add(object("text", text)));
      system.clear();
      endTurn();
    }
    return new Value.Sequence(turns);
  }

  private void add(ChatMessage message) {
    switch (message.role()) {
      case SYSTEM -> {
        if (!turns.isEmpty() || !parts.isEmpty()) {
          asked.tell("Gemini takes system messages only at the beginning; later ones move there");
        }
        system.add(message.text());
      }
      case USER -> say("user", message);
      case ASSISTANT -> {
        say("model", message);
        message
            .toolCalls()
            .ifPresent(calls -> mappings(object("calls", calls), "calls").forEach(this::call));
      }
      case TOOL -> {
        String id = message.toolCallId().orElse("");
        response(functions.getOrDefault(id, id), message.text());
      }
      case FUNCTION -> response(message.name().orElse(""), message.text());
    }
  }

  private void say(String role, ChatMessage message) {
    speak(role);
    for (ChatMessage.Part part : message.parts()) {
      switch (part) {
        case ChatMessage.Part.Text(var text) -> {
          if (!text.isEmpty()) {
            parts.add(object("text", text));
          }
        }
        case ChatMessage.Part.Picture(var image) -> parts.add(picture(image));
      }
    }
  }

  private void speak(String role) {
    if (!role.equals(speaker)) {
      endTurn();
      speaker = role;
    }
  }

  private void endTurn() {
    if (!parts.isEmpty()) {
      turns.add(object("role", speaker, "parts", new Value.Sequence(List.copyOf(parts))));
      parts.clear();
    }
  }

  private static Value picture(Value.Image image) {
    return switch (image.content()) {
      case ImageContent.Inline inline ->
          object("inlineData", object("mimeType", image.mediaType(), "data", inline.base64()));
      case ImageContent.Remote(var address) ->
          object("fileData", object("mimeType", image.mediaType(), "fileUri", address.toString()));
    };
  }

  private void call(Value.Mapping call) {
    Value.Mapping function = mapping(call, "function").orElse(Value.Mapping.EMPTY);
    String name = text(function, "name").orElse("");
    text(call, "id").ifPresent(id -> functions.put(id, name));
    var part = new LinkedHashMap<String, Value>();
    part.put(
        "functionCall",
        object(
            "name",
            name,
            "args",
            text(function, "arguments").flatMap(json -> parsed(json)).orElse(Value.Mapping.EMPTY)));
    mapping(call, GeminiDialect.EXTRA)
        .flatMap(extra -> mapping(extra, "google"))
        .flatMap(google -> text(google, "thought_signature"))
        .ifPresent(signature -> part.put("thoughtSignature", Value.of(signature)));
    parts.add(new Value.Mapping(part));
  }

  /// The service wants an object; a text that is none is put into one.
  private void response(String function, String given) {
    speak("user");
    Value.Mapping response = parsed(given).orElseGet(() -> object("result", given));
    parts.add(object("functionResponse", object("name", function, "response", response)));
  }
}
