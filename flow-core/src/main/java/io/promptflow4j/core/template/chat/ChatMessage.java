package io.promptflow4j.core.template.chat;

import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
  }

  /// A piece of a message's content.
  public sealed interface Part {

    record Text(String text) implements Part {}

    record Picture(Value.Image image) implements Part {}
  }

  /// All text of the message; pictures are left out.
  public String text() {
    var out = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Text(var text)) {
        out.append(text);
      }
    }
    return out.toString();
  }
}
