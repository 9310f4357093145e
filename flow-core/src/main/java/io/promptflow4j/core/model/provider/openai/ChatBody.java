package io.promptflow4j.core.model.provider.openai;

import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.provider.wire.JsonParts;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// The body of a chat call under the wire's names, everything but `stream`.
final class ChatBody {

  private static final String DETAIL = "detail";
  private static final Set<String> NOT_IN_THE_BODY = Set.of("stream", DETAIL);

  private ChatBody() {}

  static SequencedMap<String, Value> of(ModelRequest request, String model) {
    var body = new LinkedHashMap<String, Value>();
    body.put("model", Value.of(model));
    var settings = request.parameters().settings();
    String detail = PythonText.str(settings.getOrDefault(DETAIL, Value.of("auto")));
    body.put(
        "messages",
        Value.of(request.messages().stream().map(one -> message(one, detail)).toList()));
    settings.forEach((name, value) -> {
      if (value != Value.Null.NULL && !NOT_IN_THE_BODY.contains(name)) {
        body.put(name, value);
      }
    });
    return body;
  }

  private static Value message(ChatMessage message, String detail) {
    var wire = new LinkedHashMap<String, Value>();
    wire.put("role", Value.of(message.role().wireName()));
    message.name().ifPresent(name -> wire.put("name", Value.of(name)));
    message.toolCallId().ifPresent(id -> wire.put("tool_call_id", Value.of(id)));
    message.toolCalls().ifPresent(calls -> wire.put("tool_calls", calls));
    if (!message.parts().isEmpty() || message.toolCalls().isEmpty()) {
      wire.put("content", content(message.parts(), detail));
    }
    return new Value.Mapping(wire);
  }

  private static Value content(List<ChatMessage.Part> parts, String detail) {
    if (parts.isEmpty()) {
      return Value.of("");
    }
    if (parts.size() == 1 && parts.getFirst() instanceof ChatMessage.Part.Text(var text)) {
      return Value.of(text);
    }
    var wire = new ArrayList<Value>();
    for (ChatMessage.Part part : parts) {
      wire.add(
          switch (part) {
            case ChatMessage.Part.Text(var text) -> JsonParts.object("type", "text", "text", text);
            case ChatMessage.Part.Picture(var image) -> picture(image, detail);
          });
    }
    return new Value.Sequence(wire);
  }

  private static Value picture(Value.Image image, String detail) {
    String url =
        switch (image.content()) {
          case ImageContent.Inline inline ->
              "data:%s;base64,%s".formatted(image.mediaType(), inline.base64());
          case ImageContent.Remote(var address) -> address.toString();
        };
    return JsonParts.object(
        "type", "image_url", "image_url", JsonParts.object("url", url, DETAIL, detail));
  }
}
