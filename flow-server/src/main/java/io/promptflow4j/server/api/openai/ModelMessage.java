package io.promptflow4j.server.api.openai;

import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.template.chat.ChatMessage.Part;
import io.promptflow4j.core.template.chat.ChatMessage.Role;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Reads one message of a request for a model, as it is to be handed on.
///
/// @param number of the message in its list
record ModelMessage(int number) {

  private static final String BASE64 = ";base64,";

  ChatMessage read(Value message) {
    if (!(message instanceof Value.Mapping fields)) {
      throw wrong("messages[%d] is no object");
    }
    Optional<Value.Sequence> calls =
        fields.get("tool_calls") instanceof Value.Sequence list && !list.items().isEmpty()
            ? Optional.of(list)
            : Optional.empty();
    return new ChatMessage(
        role(fields),
        Messages.text(fields, "name"),
        content(fields),
        Messages.text(fields, "tool_call_id"),
        calls);
  }

  private Role role(Value.Mapping fields) {
    String said = Messages.text(fields, "role").orElse("");
    if (said.equals("developer")) {
      return Role.SYSTEM; // its newer name, which services that are not OpenAI's don't know
    }
    return Role.named(said)
        .filter(role -> role.wireName().equals(said))
        .orElseThrow(
            () -> wrong("messages[%d].role has to be system, developer, user, assistant or tool"));
  }

  private List<Part> content(Value.Mapping fields) {
    Value content = fields.entries().getOrDefault("content", Value.Null.NULL);
    return switch (content) {
      case Value.Text(var text) -> List.of(new Part.Text(text));
      case Value.Null _ -> List.of();
      case Value.Sequence(var parts) -> {
        var read = new ArrayList<Part>();
        parts.forEach(part -> read.add(part(part)));
        yield read;
      }
      case Value.Mapping _, Value.Whole _, Value.Decimal _, Value.Bool _, Value.Image _ ->
          throw wrong("messages[%d].content has to be a text or a list");
    };
  }

  private Part part(Value part) {
    if (part instanceof Value.Mapping fields) {
      switch (Messages.text(fields, "type").orElse("")) {
        case "text" -> {
          return new Part.Text(Messages.text(fields, "text").orElse(""));
        }
        case "image_url" -> {
          return new Part.Picture(picture(fields));
        }
        default -> {
          // said below
        }
      }
    }
    throw wrong("messages[%d].content has a part that is neither text nor image_url");
  }

  private Value.Image picture(Value.Mapping fields) {
    String address =
        fields.get("image_url") instanceof Value.Mapping url
            ? Messages.text(url, "url").orElse("")
            : "";
    try {
      if (address.startsWith("data:image/") && address.contains(BASE64)) {
        int at = address.indexOf(BASE64);
        byte[] bytes = Base64.getDecoder().decode(address.substring(at + BASE64.length()));
        return new Value.Image(
            address.substring("data:".length(), at), new ImageContent.Inline(bytes));
      }
      if (address.startsWith("https://")) {
        return new Value.Image("image/*", new ImageContent.Remote(URI.create(address)));
      }
    } catch (IllegalArgumentException unreadable) {
      // said below
    }
    throw wrong("messages[%d].content has an image that is neither base64 nor an https address");
  }

  private FaultException wrong(String message) {
    return new FaultException(
        Fault.of(400, "invalid-value", message.formatted(number) + ".", "messages"));
  }
}
