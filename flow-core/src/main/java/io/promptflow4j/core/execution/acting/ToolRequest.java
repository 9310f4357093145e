package io.promptflow4j.core.execution.acting;

import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.template.chat.ChatMessage.Part;
import io.promptflow4j.core.template.chat.ChatMessage.Role;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One call that a model asks for.
///
/// @param arguments the text that came, which need not be JSON
record ToolRequest(String id, String name, String arguments, Value written) {

  /// The calls in a model's message, in its order.
  static List<ToolRequest> in(Value output) {
    var found = new ArrayList<ToolRequest>();
    if (output instanceof Value.Mapping message
        && message.get("tool_calls") instanceof Value.Sequence(var calls)) {
      for (Value call : calls) {
        if (call instanceof Value.Mapping one
            && one.get("function") instanceof Value.Mapping function) {
          found.add(
              new ToolRequest(
                  text(one.get("id")),
                  text(function.get("name")),
                  text(function.get("arguments")),
                  one));
        }
      }
    }
    return found;
  }

  /// The words of a model's message.
  static Value content(Value output) {
    if (!(output instanceof Value.Mapping message)) {
      return output;
    }
    Value content = message.get("content");
    return content == null || content instanceof Value.Null ? Value.Text.EMPTY : content;
  }

  /// The message that asked for calls, for the model to see again.
  static ChatMessage message(Value output, List<ToolRequest> asked) {
    String words = text(content(output));
    return new ChatMessage(
        Role.ASSISTANT,
        Optional.empty(),
        words.isEmpty() ? List.of() : List.of(new Part.Text(words)),
        Optional.empty(),
        Optional.of(Value.of(asked.stream().map(ToolRequest::written).toList())));
  }

  /// The message that answers this call.
  ChatMessage answered(String text) {
    return new ChatMessage(
        Role.TOOL,
        Optional.empty(),
        List.of(new Part.Text(text)),
        Optional.of(id),
        Optional.empty());
  }

  private static String text(@Nullable Value value) {
    return value instanceof Value.Text(var text) ? text : "";
  }
}
