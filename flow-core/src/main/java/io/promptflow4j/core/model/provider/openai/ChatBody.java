package io.promptflow4j.core.model.provider.openai;

import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The body of a chat call under the wire's names, everything but `stream`.
final class ChatBody {

  private ChatBody() {}

  static Map<String, Object> of(ModelRequest request, String model) {
    var body = new LinkedHashMap<String, Object>();
    body.put("model", model);
    body.put("messages", request.messages().stream().map(ChatBody::message).toList());
    request
        .parameters()
        .settings()
        .forEach((name, value) -> {
          Object plain = value.toPlain();
          if (plain != null && !name.equals("stream")) {
            body.put(name, plain);
          }
        });
    return body;
  }

  private static Map<String, Object> message(ChatMessage message) {
    var wire = new LinkedHashMap<String, Object>();
    wire.put("role", message.role().wireName());
    message.name().ifPresent(name -> wire.put("name", name));
    message.toolCallId().ifPresent(id -> wire.put("tool_call_id", id));
    message.toolCalls().ifPresent(calls -> putPlain(wire, "tool_calls", calls));
    if (!message.parts().isEmpty() || message.toolCalls().isEmpty()) {
      wire.put("content", content(message.parts()));
    }
    return wire;
  }

  private static void putPlain(Map<String, Object> wire, String name, Value value) {
    @Nullable Object plain = value.toPlain();
    if (plain != null) {
      wire.put(name, plain);
    }
  }

  private static Object content(List<ChatMessage.Part> parts) {
    if (parts.isEmpty()) {
      return "";
    }
    if (parts.size() == 1 && parts.getFirst() instanceof ChatMessage.Part.Text(var text)) {
      return text;
    }
    var wire = new ArrayList<Map<String, Object>>();
    for (ChatMessage.Part part : parts) {
      wire.add(
          switch (part) {
            case ChatMessage.Part.Text(var text) -> Map.of("type", "text", "text", text);
            case ChatMessage.Part.Picture(var image) -> picture(image);
          });
    }
    return wire;
  }

  private static Map<String, Object> picture(Value.Image image) {
    String url =
        switch (image.content()) {
          case ImageContent.Inline inline ->
              "data:%s;base64,%s".formatted(image.mediaType(), inline.base64());
          case ImageContent.Remote(var address) -> address.toString();
        };
    return Map.of("type", "image_url", "image_url", Map.of("url", url, "detail", "auto"));
  }
}
