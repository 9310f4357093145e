package io.promptflow4j.core.model.provider.bedrock;

import static io.promptflow4j.core.model.provider.wire.JsonParts.mapping;
import static io.promptflow4j.core.model.provider.wire.JsonParts.mappings;
import static io.promptflow4j.core.model.provider.wire.JsonParts.object;
import static io.promptflow4j.core.model.provider.wire.JsonParts.parsed;
import static io.promptflow4j.core.model.provider.wire.JsonParts.text;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.provider.wire.Translation;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/// Makes the turns of a chat: system messages go where they are collected, neighbours of one role
/// become one turn, and what tools gave back is said by the user.
final class ConverseTurns {

  private final Translation asked;
  private final List<String> system;
  private final List<Value> turns = new ArrayList<>();
  private final List<Value> blocks = new ArrayList<>();
  private String speaker = "";

  /// @param system gets the system messages
  ConverseTurns(Translation asked, List<String> system) {
    this.asked = asked;
    this.system = system;
  }

  Value.Sequence read() {
    asked.messages().forEach(this::add);
    endTurn();
    if (turns.isEmpty() && !system.isEmpty()) {
      asked.tell("Bedrock wants a user message; the system message of the prompt is sent as one");
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
          asked.tell("Bedrock takes system messages only at the beginning; later ones move there");
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
                "toolResult",
                object(
                    "toolUseId",
                    message.toolCallId().orElse(""),
                    "content",
                    Value.of(List.of(textBlock(message.text()))))));
      }
      case FUNCTION -> {
        asked.tell(
            "Bedrock knows no 'function' messages; what the function gave is sent as the user's"
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

  private static Value.Mapping textBlock(String text) {
    return object("text", text);
  }

  private static Value picture(Value.Image image) {
    return switch (image.content()) {
      case ImageContent.Inline inline ->
          object(
              "image",
              object(
                  "format",
                  image.mediaType().replaceFirst(".*/", "").replace("jpg", "jpeg"),
                  "source",
                  object("bytes", inline.base64())));
      case ImageContent.Remote _ ->
          throw new ModelException(
              "bad-parameter",
              "Bedrock takes pictures only as data and fetches none from an address; give the"
                  + " picture as a file",
              false);
    };
  }

  private static Value use(Value.Mapping call) {
    Value.Mapping function = mapping(call, "function").orElse(Value.Mapping.EMPTY);
    return object(
        "toolUse",
        object(
            "toolUseId",
            text(call, "id").orElse(""),
            "name",
            text(function, "name").orElse(""),
            "input",
            text(function, "arguments").flatMap(json -> parsed(json)).orElse(Value.Mapping.EMPTY)));
  }
}
