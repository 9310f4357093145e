package io.promptflow4j.core.model.provider.mistral;

import static io.promptflow4j.core.model.provider.wire.JsonParts.object;
import static io.promptflow4j.core.model.provider.wire.JsonParts.text;

import io.promptflow4j.core.model.provider.wire.OfferedTools;
import io.promptflow4j.core.model.provider.wire.Translation;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Makes the body of one request.
final class MistralBody {

  private static final int ID_LENGTH = 9;

  /// Settings under the same name as OpenAI's.
  private static final List<String> SAME =
      List.of(
          "temperature",
          "top_p",
          "n",
          "presence_penalty",
          "frequency_penalty",
          "response_format",
          "prediction",
          "parallel_tool_calls",
          "metadata",
          "prompt_cache_key",
          "reasoning_effort");

  private final Translation asked;
  private final SequencedMap<String, Value> body = new LinkedHashMap<>();

  MistralBody(Translation asked) {
    this.asked = asked;
  }

  Value.Mapping read() {
    body.put("model", Value.of(asked.model()));
    body.put("messages", Value.of(asked.messages().stream().map(this::message).toList()));
    SAME.forEach(name -> asked.take(name).ifPresent(value -> body.put(name, value)));
    asked.takeMaxTokens().ifPresent(limit -> body.put("max_tokens", limit));
    asked.takeStops().ifPresent(stops -> body.put("stop", stops));
    asked.take("seed").ifPresent(seed -> body.put("random_seed", seed));
    tools();
    body.putAll(asked.rest());
    if (asked.isStreamed()) {
      body.put("stream", Value.Bool.TRUE);
    }
    return new Value.Mapping(body);
  }

  private Value message(ChatMessage message) {
    var wire = new LinkedHashMap<String, Value>();
    if (message.role() == ChatMessage.Role.FUNCTION) {
      asked.tell(
          "Mistral knows no 'function' messages; what the function gave is sent as the user's"
              + " words");
      return object(
          "role",
          "user",
          "content",
          "The function %s gave: %s".formatted(message.name().orElse(""), message.text()));
    }
    wire.put("role", Value.of(message.role().wireName()));
    if (message.name().isPresent() && message.role() != ChatMessage.Role.TOOL) {
      asked.tell("Mistral knows no 'name' of who speaks; it is not sent");
    }
    message.toolCallId().ifPresent(id -> wire.put("tool_call_id", Value.of(id(id))));
    wire.put("content", content(message.parts()));
    message.toolCalls().ifPresent(calls -> wire.put("tool_calls", withIds(calls)));
    return new Value.Mapping(wire);
  }

  private static Value content(List<ChatMessage.Part> parts) {
    if (parts.stream().noneMatch(ChatMessage.Part.Picture.class::isInstance)) {
      var text = new StringBuilder();
      for (ChatMessage.Part part : parts) {
        if (part instanceof ChatMessage.Part.Text(var piece)) {
          text.append(text.isEmpty() ? "" : "\n").append(piece);
        }
      }
      return Value.of(text.toString());
    }
    var wire = new ArrayList<Value>();
    for (ChatMessage.Part part : parts) {
      wire.add(
          switch (part) {
            case ChatMessage.Part.Text(var text) -> object("type", "text", "text", text);
            case ChatMessage.Part.Picture(var image) ->
                object("type", "image_url", "image_url", address(image));
          });
    }
    return new Value.Sequence(wire);
  }

  private static String address(Value.Image image) {
    return switch (image.content()) {
      case ImageContent.Inline inline ->
          "data:%s;base64,%s".formatted(image.mediaType(), inline.base64());
      case ImageContent.Remote(var address) -> address.toString();
    };
  }

  private static Value withIds(Value.Sequence calls) {
    return Value.of(
        calls.items().stream()
            .map(item -> {
              if (item instanceof Value.Mapping call) {
                var wire = new LinkedHashMap<>(call.entries());
                wire.put("id", Value.of(id(text(call, "id").orElse(""))));
                return new Value.Mapping(wire);
              }
              return item;
            })
            .toList());
  }

  /// The service takes only ids of nine letters and digits; those of other vendors are shortened,
  /// the same way in call and result.
  private static String id(String id) {
    if (id.matches("[A-Za-z0-9]{" + ID_LENGTH + "}")) {
      return id;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, digest).toString(Character.MAX_RADIX).substring(0, ID_LENGTH);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private void tools() {
    OfferedTools offered = asked.takeTools();
    if (offered.isEmpty()) {
      return;
    }
    var tools = new ArrayList<Value>();
    offered.functions().forEach(function -> tools.add(tool(function)));
    tools.addAll(offered.others());
    body.put("tools", new Value.Sequence(tools));
    offered.choice().ifPresent(choice -> body.put("tool_choice", choice(choice)));
  }

  private static Value tool(OfferedTools.Function function) {
    var wire = new LinkedHashMap<String, Value>();
    wire.put("name", Value.of(function.name()));
    function.description().ifPresent(text -> wire.put("description", Value.of(text)));
    wire.put("parameters", function.parameters());
    return object("type", "function", "function", new Value.Mapping(wire));
  }

  private static Value choice(OfferedTools.Choice choice) {
    return switch (choice) {
      case OfferedTools.Choice.Free() -> Value.of("auto");
      case OfferedTools.Choice.None() -> Value.of("none");
      case OfferedTools.Choice.Any() -> Value.of("any");
      case OfferedTools.Choice.Named(var name) ->
          object("type", "function", "function", object("name", name));
      case OfferedTools.Choice.Own(var words) -> words;
    };
  }
}
