package io.promptflow4j.core.trace.otlp;

import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// What was said in a model call, in the shape of the GenAI conventions. Pictures are named, never
/// sent.
final class Content {

  private Content() {}

  static void put(Span span, Attributes attributes) {
    if (span.inputs().get("messages") instanceof Value.Sequence(var messages)) {
      attributes.put(
          "gen_ai.input.messages", Value.of(messages.stream().map(Content::message).toList()));
    } else if (span.inputs().get("prompt") instanceof Value.Text prompt) {
      attributes.put(
          "gen_ai.input.messages", Value.of(List.of(message("user", List.of(text(prompt))).end())));
    }
    if (span.inputs().get("tools") instanceof Value.Sequence tools) {
      attributes.put("gen_ai.tool.definitions", tools);
    }
    if (span.error().isEmpty()) {
      attributes.put("gen_ai.output.messages", Value.of(List.of(output(span))));
    }
  }

  private static Value.Mapping output(Span span) {
    Value.Mapping said =
        span.output() instanceof Value.Mapping whole
            ? whole
            : new Fields().put("content", span.output()).end();
    String reason = span.answered().map(Span.Answered::finishReason).orElse("");
    return message("assistant", parts(said)).put("finish_reason", reason).end();
  }

  private static Value message(Value written) {
    if (!(written instanceof Value.Mapping message)) {
      return written;
    }
    String role = message.get("role") instanceof Value.Text(var text) ? text : "user";
    return message(role, parts(message)).end();
  }

  private static Fields message(String role, List<Value> parts) {
    return new Fields().put("role", role).put("parts", parts);
  }

  private static List<Value> parts(Value.Mapping message) {
    var parts = new ArrayList<Value>();
    Optional<Value> answered = Optional.ofNullable(message.get("tool_call_id"));
    switch (message.get("content")) {
      case Value.Text content when answered.isPresent() ->
          parts.add(
              new Fields()
                  .put("type", "tool_call_response")
                  .put("id", answered.get())
                  .put("response", content)
                  .end());
      case Value.Text content -> parts.add(text(content));
      case Value.Sequence(var items) -> items.forEach(item -> parts.add(part(item)));
      case null, default -> {
        // nothing was said
      }
    }
    if (message.get("tool_calls") instanceof Value.Sequence(var calls)) {
      calls.forEach(call -> parts.add(call(call)));
    }
    return parts;
  }

  private static Value text(Value text) {
    return new Fields().put("type", "text").put("content", text).end();
  }

  private static Value part(Value item) {
    if (item instanceof Value.Mapping part && part.get("text") instanceof Value.Text text) {
      return text(text);
    }
    return new Fields().put("type", "blob").put("modality", "image").put("content", "").end();
  }

  private static Value call(Value written) {
    if (written instanceof Value.Mapping call
        && call.get("function") instanceof Value.Mapping function) {
      var part = new Fields().put("type", "tool_call");
      for (String field : List.of("id", "name", "arguments")) {
        Value value = field.equals("id") ? call.get(field) : function.get(field);
        if (value != null) {
          part.put(field, value);
        }
      }
      return part.end();
    }
    return written;
  }

  /// The value with a word in place of each picture.
  static Value withoutPictures(Value value) {
    return switch (value) {
      case Value.Image image -> Value.of("Image(%s)".formatted(image.content().shortHash()));
      case Value.Sequence(var items) ->
          Value.of(items.stream().map(Content::withoutPictures).toList());
      case Value.Mapping(var entries) -> {
        var all = new LinkedHashMap<String, Value>();
        entries.forEach((key, item) -> all.put(key, withoutPictures(item)));
        yield new Value.Mapping(all);
      }
      case Value.Text _, Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _ -> value;
    };
  }
}
