package io.promptflow4j.core.model.scripted;

import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.provider.wire.ReplyMessage;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One answer, its templates filled, in the form that the request wants.
final class Spoken {

  private final ModelRequest request;
  private final Answer answer;
  private final Value.Mapping message;

  Spoken(ModelRequest request, Answer answer, Map<String, Value> variables) {
    this.request = request;
    this.answer = answer;
    this.message = wire(answer.message().fill(variables));
  }

  /// The message with arguments as JSON text and calls in full: `{name, arguments}` is short for a
  /// call of a function.
  private static Value.Mapping wire(Value.Mapping filled) {
    var entries = new LinkedHashMap<String, Value>();
    entries.put("role", Value.of("assistant"));
    entries.put("content", Value.Null.NULL);
    filled
        .entries()
        .forEach((key, value) -> {
          entries.put(
              key,
              switch (key) {
                case "function_call" -> function(value);
                case "tool_calls" -> calls(value);
                default -> value;
              });
        });
    return new Value.Mapping(entries);
  }

  private static Value function(Value call) {
    if (!(call instanceof Value.Mapping mapping)) {
      return call;
    }
    var entries = new LinkedHashMap<>(mapping.entries());
    Value arguments = entries.getOrDefault("arguments", Value.Mapping.EMPTY);
    entries.put(
        "arguments", arguments instanceof Value.Text ? arguments : Value.of(Json.write(arguments)));
    return new Value.Mapping(entries);
  }

  private static Value calls(Value calls) {
    if (!(calls instanceof Value.Sequence(var items))) {
      return calls;
    }
    var full = new ArrayList<Value>();
    for (Value item : items) {
      full.add(item instanceof Value.Mapping call ? call(call, full.size() + 1) : item);
    }
    return new Value.Sequence(full);
  }

  private static Value call(Value.Mapping call, int number) {
    Value function = call.get("function");
    var entries = new LinkedHashMap<String, Value>();
    entries.put("id", call.entries().getOrDefault("id", Value.of("call_" + number)));
    entries.put("type", call.entries().getOrDefault("type", Value.of("function")));
    if (function == null) {
      var shortForm = new LinkedHashMap<>(call.entries());
      shortForm.remove("id");
      shortForm.remove("type");
      function = new Value.Mapping(shortForm);
    }
    entries.put("function", function(function));
    return new Value.Mapping(entries);
  }

  /// What the node gets: the text, or the message if the request offered tools.
  Value output() {
    return request.api() == ModelApi.CHAT && request.parameters().offersTools()
        ? ReplyMessage.of(message)
        : message.entries().getOrDefault("content", Value.Null.NULL);
  }

  /// What is streamed: the words of the message, whatever else it holds.
  Value words() {
    return message.entries().getOrDefault("content", Value.Null.NULL);
  }

  ModelReply reply() {
    return new ModelReply(
        output(),
        answer.finishReason().orElseGet(this::finishReason),
        answer.model().or(() -> request.parameters().model()).orElse("scripted"),
        answer.usage().orElseGet(this::estimate));
  }

  private String finishReason() {
    for (String calls : List.of("tool_calls", "function_call")) {
      if (message.get(calls) instanceof Value.Sequence
          || message.get(calls) instanceof Value.Mapping) {
        return calls;
      }
    }
    return "stop";
  }

  /// Four bytes of UTF-8 are a token; a message costs four more, and a chat three.
  private TokenUsage estimate() {
    long prompt = request.api() == ModelApi.CHAT ? 3 : tokens(request.prompt());
    for (ChatMessage asked : request.messages()) {
      prompt += 4 + tokens(asked.text());
    }
    long completion = output() instanceof Value.Text(var text) ? tokens(text) : callTokens();
    return new TokenUsage(prompt, completion, prompt + completion, 0, 0);
  }

  private long callTokens() {
    long tokens = 0;
    for (String part : List.of("content", "function_call", "tool_calls")) {
      Value said = message.get(part);
      if (said != null && said != Value.Null.NULL) {
        tokens += tokens(said instanceof Value.Text(var text) ? text : Json.write(said));
      }
    }
    return tokens;
  }

  private static long tokens(String text) {
    return (text.getBytes(StandardCharsets.UTF_8).length + 3L) / 4;
  }
}
