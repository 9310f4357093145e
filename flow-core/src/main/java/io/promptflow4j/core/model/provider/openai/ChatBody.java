package io.promptflow4j.core.model.provider.openai;

import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The body of a chat call under the wire's names, everything but `stream`.
final class ChatBody {

  private static final String DETAIL = "detail";
  private static final Set<String> NOT_IN_THE_BODY = Set.of("stream", DETAIL);

  private ChatBody() {}

  static Map<String, Object> of(ModelRequest request, String model) {
    var body = new LinkedHashMap<String, Object>();
    body.put("model", model);
    var settings = request.parameters().settings();
    String detail = PythonText.str(settings.getOrDefault(DETAIL, Value.of("auto")));
    body.put("messages", request.messages().stream().map(one -> message(one, detail)).toList());
    settings.forEach((name, value) -> {
      Object plain = value.toPlain();
      if (plain != null && !NOT_IN_THE_BODY.contains(name)) {
        body.put(name, plain);
      }
    });
    return body;
  }

  private static Map<String, Object> message(ChatMessage message, String detail) {
    var wire = new LinkedHashMap<String, Object>();
    wire.put("role", message.role().wireName());
    message.name().ifPresent(name -> wire.put("name", name));
    message.toolCallId().ifPresent(id -> wire.put("tool_call_id", id));
    message.toolCalls().ifPresent(calls -> putPlain(wire, "tool_calls", calls));
    if (!message.parts().isEmpty() || message.toolCalls().isEmpty()) {
      wire.put("content", content(message.parts(), detail));
    }
    return wire;
  }

  private static void putPlain(Map<String, Object> wire, String name, Value value) {
    @Nullable Object plain = value.toPlain();
    if (plain != null) {
      wire.put(name, plain);
    }
  }

  private static Object content(List<ChatMessage.Part> parts, String detail) {
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
            case ChatMessage.Part.Picture(var image) -> picture(image, detail);
          });
    }
    return wire;
  }

  private static Map<String, Object> picture(Value.Image image, String detail) {
    String url =
        switch (image.content()) {
          case ImageContent.Inline inline ->
              "data:%s;base64,%s".formatted(image.mediaType(), inline.base64());
          case ImageContent.Remote(var address) -> address.toString();
        };
    return Map.of("type", "image_url", "image_url", Map.of("url", url, DETAIL, detail));
  }
}
