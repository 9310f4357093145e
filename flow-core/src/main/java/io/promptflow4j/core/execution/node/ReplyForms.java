package io.promptflow4j.core.execution.node;

import io.promptflow4j.core.graph.LlmStyle;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a model's reply becomes as the output of its node.
final class ReplyForms {

  private static final Set<String> CALLS = Set.of("tool_calls", "function_call");

  private ReplyForms() {}

  /// @throws ModelException with code `bad-answer` if the answer is not what was asked for
  static Value of(LlmStyle style, ModelReply reply) {
    if (style.whole()) {
      return whole(reply);
    }
    if (!style.asGiven()) {
      return reply.output();
    }
    Value answer = reply.output();
    if (answer instanceof Value.Mapping message) {
      if (CALLS.contains(reply.finishReason()) || calls(message)) {
        return message;
      }
      Value content = message.get("content");
      answer = content == null ? Value.Null.NULL : content;
    }
    return style.json() ? parsed(PythonText.str(answer), style.keys()) : answer;
  }

  private static boolean calls(Value.Mapping message) {
    return CALLS.stream().anyMatch(key -> isCall(message.get(key)));
  }

  private static boolean isCall(@Nullable Value found) {
    return found != null && !(found instanceof Value.Null) && !found.equals(Value.Sequence.EMPTY);
  }

  private static Value parsed(String text, List<String> keys) {
    Value data;
    try {
      data = Json.read(text);
    } catch (JsonSyntaxException broken) {
      throw new ModelException(
          "bad-answer",
          "the answer is no JSON, which 'response_format' asks for: " + broken.getMessage(),
          false,
          broken);
    }
    if (keys.isEmpty()) {
      return data;
    }
    Map<String, Value> found = data instanceof Value.Mapping(var entries) ? entries : Map.of();
    List<String> missing = keys.stream().filter(key -> !found.containsKey(key)).toList();
    if (!missing.isEmpty()) {
      throw new ModelException(
          "bad-answer",
          "the answer lacks '%s', which 'outputs' names; it has %s"
              .formatted(String.join("', '", missing), List.copyOf(found.keySet())),
          false);
    }
    var kept = new LinkedHashMap<String, Value>();
    found.forEach((key, value) -> {
      if (keys.contains(key)) {
        kept.put(key, value);
      }
    });
    return new Value.Mapping(kept);
  }

  /// The reply in the form of OpenAI's service, whichever service gave it.
  private static Value whole(ModelReply reply) {
    var choice = new LinkedHashMap<String, Value>();
    choice.put("finish_reason", Value.of(reply.finishReason()));
    choice.put("index", Value.of(0));
    choice.put("message", message(reply.output()));
    var all = new LinkedHashMap<String, Value>();
    all.put("object", Value.of("chat.completion"));
    all.put("model", Value.of(reply.model()));
    all.put("choices", Value.of(List.of(new Value.Mapping(choice))));
    all.put("usage", usage(reply.usage()));
    return new Value.Mapping(all);
  }

  private static Value message(Value output) {
    if (output instanceof Value.Mapping) {
      return output;
    }
    var message = new LinkedHashMap<String, Value>();
    message.put("role", Value.of("assistant"));
    message.put("content", output);
    return new Value.Mapping(message);
  }

  private static Value usage(TokenUsage usage) {
    var told = new LinkedHashMap<String, Value>();
    told.put("prompt_tokens", Value.of(usage.prompt()));
    told.put("completion_tokens", Value.of(usage.completion()));
    told.put("total_tokens", Value.of(usage.total()));
    return new Value.Mapping(told);
  }
}
