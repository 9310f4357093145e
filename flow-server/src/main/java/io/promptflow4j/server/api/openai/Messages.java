package io.promptflow4j.server.api.openai;

import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the messages of a conversation into the last question and the turns before it.
///
/// Several messages of one side in a row count as one. Messages of the system and the developer are
/// passed over: a flow has its own instructions.
final class Messages {

  private final String param;
  private final List<Turn.Exchange> before = new ArrayList<>();
  private final List<Value> asked = new ArrayList<>();
  private final List<Value> answered = new ArrayList<>();

  /// @param param the field of the request they stand in
  Messages(String param) {
    this.param = param;
  }

  void add(Value message, int number) {
    if (!(message instanceof Value.Mapping fields)) {
      throw wrong("%s[%d] is no object".formatted(param, number));
    }
    String role = text(fields, "role").orElse("");
    switch (role) {
      case "user" -> {
        if (!answered.isEmpty()) {
          close();
        }
        asked.add(content(fields, number));
      }
      case "assistant" -> answered.add(content(fields, number));
      case "system", "developer" -> {
        // the flow has its own
      }
      default ->
          throw wrong(
              "%s[%d].role has to be user, assistant, system or developer"
                  .formatted(param, number));
    }
  }

  private void close() {
    if (!asked.isEmpty()) {
      before.add(new Turn.Exchange(joined(asked), joined(answered)));
    }
    asked.clear();
    answered.clear();
  }

  Turn turn(Value.Mapping inputs, boolean isStream, boolean usageAtEnd) {
    if (asked.isEmpty() || !answered.isEmpty()) {
      throw wrong("the last message of %s has to be the user's".formatted(param));
    }
    return new Turn(joined(asked), before, inputs, isStream, usageAtEnd);
  }

  private static Value joined(List<Value> contents) {
    if (contents.size() == 1) {
      return contents.getFirst();
    }
    if (contents.stream().allMatch(Value.Text.class::isInstance)) {
      return Value.of(
          String.join("\n", contents.stream().map(one -> ((Value.Text) one).text()).toList()));
    }
    var parts = new ArrayList<Value>();
    for (Value content : contents) {
      if (content instanceof Value.Sequence(var items)) {
        parts.addAll(items);
      } else {
        parts.add(content);
      }
    }
    return Value.of(parts);
  }

  private Value content(Value.Mapping message, int number) {
    Value content = message.entries().getOrDefault("content", Value.Null.NULL);
    return switch (content) {
      case Value.Text text -> text;
      case Value.Null _ -> Value.Text.EMPTY;
      case Value.Sequence(var parts) -> joinedParts(parts, number);
      case Value.Mapping _, Value.Whole _, Value.Decimal _, Value.Bool _, Value.Image _ ->
          throw wrong("%s[%d].content has to be a text or a list".formatted(param, number));
    };
  }

  /// A text if all parts are texts, else a list as flows take it.
  private Value joinedParts(List<Value> parts, int number) {
    var read = new ArrayList<Value>();
    for (Value part : parts) {
      read.add(part(part, number));
    }
    return read.stream().allMatch(Value.Text.class::isInstance)
        ? Value.of(String.join("", read.stream().map(one -> ((Value.Text) one).text()).toList()))
        : Value.of(read);
  }

  private Value part(Value part, int number) {
    if (part instanceof Value.Mapping fields) {
      String type = text(fields, "type").orElse("");
      switch (type) {
        case "text", "input_text", "output_text" -> {
          return Value.of(text(fields, "text").orElse(""));
        }
        case "image_url", "input_image" -> {
          return image(fields, number);
        }
        default -> {
          // said below
        }
      }
    }
    throw wrong(
        "%s[%d].content has a part that is neither text nor image".formatted(param, number));
  }

  private Value image(Value.Mapping part, int number) {
    Value url = part.entries().getOrDefault("image_url", Value.Null.NULL);
    Optional<String> address =
        url instanceof Value.Mapping fields ? text(fields, "url") : text(part, "image_url");
    String said =
        address.orElseThrow(
            () -> wrong("%s[%d].content has an image without address".formatted(param, number)));
    if (said.startsWith("data:")) {
      int comma = said.indexOf(";base64,");
      if (comma < 0) {
        throw wrong("%s[%d].content has an image that is not base64".formatted(param, number));
      }
      return new Fields()
          .put(said.substring(0, comma) + ";base64", said.substring(comma + 8))
          .end();
    }
    return new Fields().put("data:image/*;url", said).end();
  }

  static Optional<String> text(Value.Mapping fields, String name) {
    return fields.get(name) instanceof Value.Text(var text) ? Optional.of(text) : Optional.empty();
  }

  private FaultException wrong(String message) {
    return new FaultException(Fault.of(400, "invalid-value", message + ".", param));
  }
}
