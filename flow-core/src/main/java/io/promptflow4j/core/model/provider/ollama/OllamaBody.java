package io.promptflow4j.core.model.provider.ollama;

import static io.promptflow4j.core.model.provider.wire.JsonParts.mapping;
import static io.promptflow4j.core.model.provider.wire.JsonParts.mappings;
import static io.promptflow4j.core.model.provider.wire.JsonParts.object;
import static io.promptflow4j.core.model.provider.wire.JsonParts.parsed;
import static io.promptflow4j.core.model.provider.wire.JsonParts.text;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.provider.wire.OfferedTools;
import io.promptflow4j.core.model.provider.wire.Translation;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// Makes the body of one request.
final class OllamaBody {

  /// OpenAI's settings that are `options` here, under the same name.
  private static final List<String> OPTIONS =
      List.of("temperature", "top_p", "seed", "presence_penalty", "frequency_penalty");

  /// Settings of the vendor that stand beside the `options`.
  private static final Set<String> BESIDE =
      Set.of("think", "keep_alive", "raw", "template", "context", "system", "format", "options");

  private final Translation asked;
  private final SequencedMap<String, Value> body = new LinkedHashMap<>();
  private final Map<String, String> functions = new HashMap<>();

  OllamaBody(Translation asked) {
    this.asked = asked;
    body.put("model", Value.of(asked.model()));
  }

  Value.Mapping chat() {
    body.put("messages", Value.of(asked.messages().stream().map(this::message).toList()));
    tools();
    return rest();
  }

  Value.Mapping completion() {
    body.put("prompt", Value.of(asked.prompt()));
    asked.take("suffix").ifPresent(suffix -> body.put("suffix", suffix));
    return rest();
  }

  private Value.Mapping rest() {
    body.put("stream", asked.isStreamed() ? Value.Bool.TRUE : Value.Bool.FALSE);
    asked
        .takeJsonSchema()
        .ifPresent(schema ->
            body.put("format", Translation.isAnyObject(schema) ? Value.of("json") : schema));
    var options = new LinkedHashMap<String, Value>();
    OPTIONS.forEach(name -> asked.take(name).ifPresent(value -> options.put(name, value)));
    asked.takeMaxTokens().ifPresent(limit -> options.put("num_predict", limit));
    asked.takeStops().ifPresent(stops -> options.put("stop", stops));
    asked.leaveOut("reasoning_effort", "give 'think' instead");
    asked.leaveOut("n", "one answer is given");
    asked
        .rest()
        .forEach((name, value) -> (BESIDE.contains(name) ? body : options).put(name, value));
    if (body.get("options") instanceof Value.Mapping own) {
      options.putAll(own.entries());
    }
    if (!options.isEmpty()) {
      body.put("options", new Value.Mapping(options));
    }
    return new Value.Mapping(body);
  }

  private Value message(ChatMessage message) {
    var wire = new LinkedHashMap<String, Value>();
    boolean gives =
        message.role() == ChatMessage.Role.TOOL || message.role() == ChatMessage.Role.FUNCTION;
    wire.put("role", Value.of(gives ? "tool" : message.role().wireName()));
    wire.put("content", Value.of(message.text()));
    if (gives) {
      String id = message.toolCallId().orElse("");
      String name = message.name().orElseGet(() -> functions.getOrDefault(id, id));
      wire.put("tool_name", Value.of(name));
    }
    List<Value> pictures = pictures(message.parts());
    if (!pictures.isEmpty()) {
      wire.put("images", new Value.Sequence(pictures));
    }
    message
        .toolCalls()
        .ifPresent(calls ->
            wire.put(
                "tool_calls",
                Value.of(
                    mappings(object("calls", calls), "calls").stream().map(this::call).toList())));
    return new Value.Mapping(wire);
  }

  private static List<Value> pictures(List<ChatMessage.Part> parts) {
    var pictures = new ArrayList<Value>();
    for (ChatMessage.Part part : parts) {
      if (part instanceof ChatMessage.Part.Picture(var image)) {
        pictures.add(
            switch (image.content()) {
              case ImageContent.Inline inline -> Value.of(inline.base64());
              case ImageContent.Remote _ ->
                  throw new ModelException(
                      "bad-parameter",
                      "Ollama takes pictures only as data and fetches none from an address; give"
                          + " the picture as a file",
                      false);
            });
      }
    }
    return pictures;
  }

  private Value call(Value.Mapping call) {
    Value.Mapping function = mapping(call, "function").orElse(Value.Mapping.EMPTY);
    String name = text(function, "name").orElse("");
    text(call, "id").ifPresent(id -> functions.put(id, name));
    return object(
        "function",
        object(
            "name",
            name,
            "arguments",
            text(function, "arguments").flatMap(json -> parsed(json)).orElse(Value.Mapping.EMPTY)));
  }

  private void tools() {
    OfferedTools offered = asked.takeTools();
    if (offered.isEmpty()) {
      return;
    }
    var tools = new ArrayList<Value>();
    offered.functions().forEach(function -> tools.add(tool(function)));
    tools.addAll(offered.others());
    switch (offered.choice().orElse(new OfferedTools.Choice.Free())) {
      case OfferedTools.Choice.Free() -> body.put("tools", new Value.Sequence(tools));
      case OfferedTools.Choice.None() -> {} // offered nothing, the model calls nothing
      case OfferedTools.Choice.Any(), OfferedTools.Choice.Named(_), OfferedTools.Choice.Own(_) -> {
        asked.tell("Ollama can't be made to call a tool; 'tool_choice' is not sent");
        body.put("tools", new Value.Sequence(tools));
      }
    }
  }

  private static Value tool(OfferedTools.Function function) {
    var wire = new LinkedHashMap<String, Value>();
    wire.put("name", Value.of(function.name()));
    function.description().ifPresent(text -> wire.put("description", Value.of(text)));
    wire.put("parameters", function.parameters());
    return object("type", "function", "function", new Value.Mapping(wire));
  }
}
