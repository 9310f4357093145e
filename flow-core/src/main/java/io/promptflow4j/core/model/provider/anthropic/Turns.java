package io.promptflow4j.core.model.provider.anthropic;

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
import java.util.List;

/// Makes the turns of a chat: system messages go where they are collected, neighbours of one role
/// become one turn, and what tools gave back is said by the user.
final class Turns {

  private final Translation asked;
  private final List<String> system;
  private final List<Value> turns = new ArrayList<>();
  private final List<Value> blocks = new ArrayList<>();
  private String speaker = "";

  /// @param system gets the system messages
  Turns(Translation asked, List<String> system) {
    this.asked = asked;
    this.system = system;
  }

  Value.Sequence read() {
    asked.messages().forEach(this::add);
    endTurn();
    if (turns.isEmpty() && !system.isEmpty()) {
      asked.tell("Anthropic wants a user message; the system message of the prompt is sent as one");
      speaker = "user";
      blocks.add(textBlock(String.join("\n\n", system)));
      system.clear();
      endTurn();
    }
    return new Value.Sequence(turns);
  }

  private void add(ChatMessage message) {
    switch (message.role()) {
      case SYSTEM -> {
        if (!turns.isEmpty() || !blocks.isEmpty()) {
          asked.tell(
              "Anthropic takes system messages only at the beginning; later ones move there");
        }
        system.add(message.text());
      }
      case USER -> say("user", message);
      case ASSISTANT -> {
        say("assistant", message);
        message
            .toolCalls()
            .ifPresent(calls ->
                mappings(object("calls", calls), "calls").forEach(call -> blocks.add(use(call))));
      }
      case TOOL -> {
        speak("user");
        blocks.add(
            object(
                "type",
                "tool_result",
                "tool_use_id",
                message.toolCallId().orElse(""),
                "content",
                message.text()));
      }
      case FUNCTION -> {
        asked.tell(
            "Anthropic knows no 'function' messages; what the function gave is sent as the user's"
                + " words");
        speak("user");
        blocks.add(
            textBlock(
                "The function %s gave: %s".formatted(message.name().orElse(""), message.text())));
      }
    }
  }

  private void say(String role, ChatMessage message) {
    speak(role);
    for (ChatMessage.Part part : message.parts()) {
      switch (part) {
        case ChatMessage.Part.Text(var text) -> {
          if (!text.isEmpty()) {
            blocks.add(textBlock(text));
          }
        }
        case ChatMessage.Part.Picture(var image) -> blocks.add(picture(image));
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
    if (!blocks.isEmpty()) {
      turns.add(object("role", speaker, "content", new Value.Sequence(List.copyOf(blocks))));
      blocks.clear();
    }
  }

  private static Value textBlock(String text) {
    return object("type", "text", "text", text);
  }

  private static Value picture(Value.Image image) {
    Value source =
        switch (image.content()) {
          case ImageContent.Inline inline ->
              object("type", "base64", "media_type", image.mediaType(), "data", inline.base64());
          case ImageContent.Remote(var address) -> object("type", "url", "url", address.toString());
        };
    return object("type", "image", "source", source);
  }

  private static Value use(Value.Mapping call) {
    Value.Mapping function = mapping(call, "function").orElse(Value.Mapping.EMPTY);
    return object(
        "type",
        "tool_use",
        "id",
        text(call, "id").orElse(""),
        "name",
        text(function, "name").orElse(""),
        "input",
        text(function, "arguments").flatMap(json -> parsed(json)).orElse(Value.Mapping.EMPTY));
  }
}
