package io.promptflow4j.core.model.provider.openai;

import static io.promptflow4j.core.model.provider.wire.JsonParts.mapping;
import static io.promptflow4j.core.model.provider.wire.JsonParts.mappings;
import static io.promptflow4j.core.model.provider.wire.JsonParts.object;
import static io.promptflow4j.core.model.provider.wire.JsonParts.text;

import io.promptflow4j.core.model.provider.wire.OfferedTools;
import io.promptflow4j.core.model.provider.wire.Translation;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Makes the body of one request to the Responses API.
final class ResponsesBody {

  /// Settings under the same name as in the chat API.
  private static final List<String> SAME =
      List.of(
          "user",
          "metadata",
          "parallel_tool_calls",
          "service_tier",
          "top_logprobs",
          "prompt_cache_key",
          "safety_identifier",
          "stream_options");

  private final Translation asked;
  private final SequencedMap<String, Value> body = new LinkedHashMap<>();
  private Value detail = Value.of("auto");

  ResponsesBody(Translation asked) {
    this.asked = asked;
  }

  Value.Mapping read() {
    asked.take("detail").ifPresent(given -> detail = given);
    body.put("model", Value.of(asked.model()));
    var input = new ArrayList<Value>();
    asked.messages().forEach(message -> add(message, input));
    body.put("input", new Value.Sequence(input));
    // kept by the service only if the flow says so, as in the chat API
    body.put("store", asked.take("store").orElse(Value.Bool.FALSE));
    for (String name : List.of("temperature", "top_p")) {
      asked.take(name).filter(value -> !isOne(value)).ifPresent(value -> body.put(name, value));
    }
    SAME.forEach(name -> asked.take(name).ifPresent(value -> body.put(name, value)));
    asked.takeMaxTokens().ifPresent(limit -> body.put("max_output_tokens", limit));
    asked
        .take("reasoning_effort")
        .ifPresent(effort -> body.put("reasoning", object("effort", effort)));
    form();
    tools();
    body.putAll(asked.rest());
    if (asked.isStreamed()) {
      body.put("stream", Value.Bool.TRUE);
    }
    return new Value.Mapping(body);
  }

  /// What prompt flow sends where a flow says nothing; reasoning models refuse to be told.
  private static boolean isOne(Value value) {
    return value.equals(Value.of(1.0)) || value.equals(Value.of(1));
  }

  private void add(ChatMessage message, List<Value> input) {
    switch (message.role()) {
      case SYSTEM, USER -> input.add(said(message, "input_text"));
      case ASSISTANT -> {
        if (!message.parts().isEmpty()) {
          input.add(said(message, "output_text"));
        }
        message
            .toolCalls()
            .ifPresent(calls ->
                mappings(object("calls", calls), "calls").forEach(call -> input.add(call(call))));
      }
      case TOOL ->
          input.add(
              object(
                  "type",
                  "function_call_output",
                  "call_id",
                  message.toolCallId().orElse(""),
                  "output",
                  message.text()));
      case FUNCTION -> {
        asked.tell(
            "OpenAI's Responses API knows no 'function' messages; what the function gave is sent"
                + " as the user's words");
        input.add(
            object(
                "role",
                "user",
                "content",
                "The function %s gave: %s".formatted(message.name().orElse(""), message.text())));
      }
    }
  }

  private Value said(ChatMessage message, String textType) {
    var parts = new ArrayList<Value>();
    for (ChatMessage.Part part : message.parts()) {
      parts.add(
          switch (part) {
            case ChatMessage.Part.Text(var text) -> object("type", textType, "text", text);
            case ChatMessage.Part.Picture(var image) ->
                object("type", "input_image", "image_url", address(image), "detail", detail);
          });
    }
    return object("role", message.role().wireName(), "content", new Value.Sequence(parts));
  }

  private static String address(Value.Image image) {
    return switch (image.content()) {
      case ImageContent.Inline inline ->
          "data:%s;base64,%s".formatted(image.mediaType(), inline.base64());
      case ImageContent.Remote(var address) -> address.toString();
    };
  }

  private static Value call(Value.Mapping call) {
    Value.Mapping function = mapping(call, "function").orElse(Value.Mapping.EMPTY);
    return object(
        "type",
        "function_call",
        "call_id",
        text(call, "id").orElse(""),
        "name",
        text(function, "name").orElse(""),
        "arguments",
        text(function, "arguments").orElse("{}"));
  }

  private void form() {
    var form = new LinkedHashMap<String, Value>();
    asked
        .take("response_format")
        .ifPresent(format -> {
          if (format instanceof Value.Mapping given && mapping(given, "json_schema").isPresent()) {
            var flat = new LinkedHashMap<String, Value>();
            flat.put("type", Value.of("json_schema"));
            flat.putAll(mapping(given, "json_schema").get().entries());
            form.put("format", new Value.Mapping(flat));
          } else {
            form.put("format", format);
          }
        });
    asked.take("verbosity").ifPresent(value -> form.put("verbosity", value));
    if (!form.isEmpty()) {
      body.put("text", new Value.Mapping(form));
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
    wire.put("type", Value.of("function"));
    wire.put("name", Value.of(function.name()));
    function.description().ifPresent(text -> wire.put("description", Value.of(text)));
    wire.put("parameters", function.parameters());
    wire.put("strict", Value.Bool.FALSE);
    return new Value.Mapping(wire);
  }

  private static Value choice(OfferedTools.Choice choice) {
    return switch (choice) {
      case OfferedTools.Choice.Free() -> Value.of("auto");
      case OfferedTools.Choice.None() -> Value.of("none");
      case OfferedTools.Choice.Any() -> Value.of("required");
      case OfferedTools.Choice.Named(var name) -> object("type", "function", "name", name);
      case OfferedTools.Choice.Own(var words) -> words;
    };
  }
}
