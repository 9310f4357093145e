package io.promptflow4j.core.template.chat;

import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// One message of a chat, as a prompt wrote it.
///
/// @param name the `name:` block, required for [Role#FUNCTION]
/// @param parts text and pictures in the order they stand; a message without content has none
/// @param toolCallId the `tool_call_id:` block, required for [Role#TOOL]
/// @param toolCalls the `tool_calls:` block of an assistant message, as data
public record ChatMessage(
    Role role,
    Optional<String> name,
    List<Part> parts,
    Optional<String> toolCallId,
    Optional<Value.Sequence> toolCalls) {

  public ChatMessage {
    parts = List.copyOf(parts);
  }

  public static ChatMessage of(Role role, String text) {
    return new ChatMessage(
        role, Optional.empty(), List.of(new Part.Text(text)), Optional.empty(), Optional.empty());
  }

  /// Who speaks.
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    FUNCTION,
    TOOL;

    /// `system`, `user` … as the wire writes it.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The role that prompts call `word`, in any case.
    public static Optional<Role> named(String word) {
      for (Role role : values()) {
        if (role.name().equals(word.toUpperCase(Locale.ROOT)) && isAscii(word)) {
          return Optional.of(role);
        }
      }
      return Optional.empty();
    }

    private static boolean isAscii(String word) {
      return word.chars().allMatch(c -> c < 0x80);
    }
  }

  /// A piece of a message's content.
  public sealed interface Part {

    record Text(String text) implements Part {}

    record Picture(Value.Image image) implements Part {}
  }

  /// All text of the message; pictures are left out, and the text parts between which they stood
  /// are lines.
  public String text() {
    return parts.stream()
        .<String>mapMulti((part, texts) -> {
          if (part instanceof Part.Text(var text)) {
            texts.accept(text);
          }
        })
        .collect(Collectors.joining("\n"));
  }

  /// The message as the mapping that goes over the wire and into a trace. Content is a text, or a
  /// list of parts if a picture is among them; a message that only calls tools has none.
  public Value.Mapping toValue() {
    var entries = new LinkedHashMap<String, Value>();
    entries.put("role", Value.of(role.wireName()));
    name.ifPresent(text -> entries.put("name", Value.of(text)));
    toolCallId.ifPresent(id -> entries.put("tool_call_id", Value.of(id)));
    if (toolCalls.isEmpty() || !parts.isEmpty()) {
      entries.put("content", content());
    }
    toolCalls.ifPresent(calls -> entries.put("tool_calls", calls));
    return new Value.Mapping(entries);
  }

  private Value content() {
    if (parts.stream().noneMatch(Part.Picture.class::isInstance)) {
      return Value.of(text());
    }
    var items = new ArrayList<Value>();
    parts.forEach(part -> items.add(wirePart(part)));
    return new Value.Sequence(items);
  }

  private static Value wirePart(Part part) {
    return switch (part) {
      case Part.Text(var text) ->
          Value.of(ordered("type", Value.of("text"), "text", Value.of(text)));
      case Part.Picture(var image) ->
          Value.of(
              ordered(
                  "type",
                  Value.of("image_url"),
                  "image_url",
                  Value.of(Map.of("url", Value.of(address(image))))));
    };
  }

  private static String address(Value.Image image) {
    return switch (image.content()) {
      case ImageContent.Inline inline -> "data:" + image.mediaType() + ";base64," + inline.base64();
      case ImageContent.Remote(var address) -> address.toString();
    };
  }

  private static Map<String, Value> ordered(String key, Value value, String other, Value second) {
    var entries = new LinkedHashMap<String, Value>();
    entries.put(key, value);
    entries.put(other, second);
    return entries;
  }
}
