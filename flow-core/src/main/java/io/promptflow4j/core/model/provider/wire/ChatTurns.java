package io.promptflow4j.core.model.provider.wire;

import static io.promptflow4j.core.model.provider.wire.JsonParts.mapping;
import static io.promptflow4j.core.model.provider.wire.JsonParts.mappings;
import static io.promptflow4j.core.model.provider.wire.JsonParts.object;
import static io.promptflow4j.core.model.provider.wire.JsonParts.parsed;
import static io.promptflow4j.core.model.provider.wire.JsonParts.text;

import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes the turns of a chat for services that know only a user and a model who take turns: system
/// messages go where they are collected, neighbours of one role become one turn, and what tools
/// gave back is said by the user.
public final class ChatTurns {

  private static final String USER = "user";

  /// How a vendor writes what is said in a turn.
  public interface Blocks {

    Value text(String text);

    Value picture(Value.Image image);

    Value call(ToolCall call);

    /// What a tool gave back.
    Value result(String callId, String given);

    /// What a function gave back; empty if the vendor has no form for that.
    default Optional<Value> functionResult(String function, String given) {
      return Optional.empty();
    }
  }

  /// A call that the model wants to be made.
  ///
  /// @param written all of it, in the form of OpenAI
  public record ToolCall(String id, String name, Value.Mapping arguments, Value.Mapping written) {

    private static ToolCall of(Value.Mapping call) {
      Value.Mapping function = mapping(call, "function").orElse(Value.Mapping.EMPTY);
      return new ToolCall(
          text(call, "id").orElse(""),
          text(function, "name").orElse(""),
          text(function, "arguments").flatMap(json -> parsed(json)).orElse(Value.Mapping.EMPTY),
          call);
    }
  }

  /// A vendor's words.
  ///
  /// @param model the role of the model
  /// @param content the field for what is said
  public record Words(String vendor, String model, String content) {}

  private final Words words;
  private final Blocks vendor;
  private final Translation asked;
  private final List<String> system;
  private final List<Value> turns = new ArrayList<>();
  private final List<Value> blocks = new ArrayList<>();
  private String speaker = "";

  private ChatTurns(Words words, Blocks vendor, Translation asked, List<String> system) {
    this.words = words;
    this.vendor = vendor;
    this.asked = asked;
    this.system = system;
  }

  /// The turns of what is asked.
  ///
  /// @param system gets the system messages; stays empty if they are all there is, since then they
  ///   are said by the user
  public static Value.Sequence read(
      Words words, Blocks vendor, Translation asked, List<String> system) {
    return new ChatTurns(words, vendor, asked, system).read();
  }

  private Value.Sequence read() {
    asked.messages().forEach(this::add);
    endTurn();
    if (turns.isEmpty() && !system.isEmpty()) {
      tell("wants a user message; the system message of the prompt is sent as one");
      speaker = USER;
      blocks.add(vendor.text(String.join("\n\n", system)));
      system.clear();
      endTurn();
    }
    return new Value.Sequence(turns);
  }

  private void tell(String what) {
    asked.tell(words.vendor() + " " + what);
  }

  private void add(ChatMessage message) {
    switch (message.role()) {
      case SYSTEM -> {
        if (!turns.isEmpty() || !blocks.isEmpty()) {
          tell("takes system messages only at the beginning; later ones move there");
        }
        system.add(message.text());
      }
      case USER -> say(USER, message);
      case ASSISTANT -> {
        say(words.model(), message);
        message
            .toolCalls()
            .ifPresent(calls ->
                mappings(object("calls", calls), "calls")
                    .forEach(call -> blocks.add(vendor.call(ToolCall.of(call)))));
      }
      case TOOL -> {
        speak(USER);
        blocks.add(vendor.result(message.toolCallId().orElse(""), message.text()));
      }
      case FUNCTION -> {
        speak(USER);
        String function = message.name().orElse("");
        blocks.add(
            vendor
                .functionResult(function, message.text())
                .orElseGet(() -> asWords(function, message.text())));
      }
    }
  }

  private Value asWords(String function, String given) {
    tell("knows no 'function' messages; what the function gave is sent as the user's words");
    return vendor.text("The function %s gave: %s".formatted(function, given));
  }

  private void say(String role, ChatMessage message) {
    speak(role);
    for (ChatMessage.Part part : message.parts()) {
      switch (part) {
        case ChatMessage.Part.Text(var text) -> {
          if (!text.isEmpty()) {
            blocks.add(vendor.text(text));
          }
        }
        case ChatMessage.Part.Picture(var image) -> blocks.add(vendor.picture(image));
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
      turns.add(object("role", speaker, words.content(), new Value.Sequence(List.copyOf(blocks))));
      blocks.clear();
    }
  }
}
