package io.promptflow4j.core.model.provider.langchain;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The settings of a call as langchain4j has them. `temperature` and `top_p` of 1, which are prompt
/// flow's defaults, are left to the model.
final class ChatSettings {

  private final Map<String, Value> settings;

  private ChatSettings(Map<String, Value> settings) {
    this.settings = settings;
  }

  static ChatRequest.Builder over(ChatRequest.Builder request, ModelParameters parameters) {
    parameters.model().ifPresent(request::modelName);
    new ChatSettings(parameters.settings()).put(request);
    return request;
  }

  private void put(ChatRequest.Builder request) {
    number("temperature").filter(one -> one != 1).ifPresent(request::temperature);
    number("top_p").filter(one -> one != 1).ifPresent(request::topP);
    number("presence_penalty").ifPresent(request::presencePenalty);
    number("frequency_penalty").ifPresent(request::frequencyPenalty);
    number("max_completion_tokens")
        .or(() -> number("max_tokens"))
        .map(Double::intValue)
        .ifPresent(request::maxOutputTokens);
    putStops(request::stopSequences);
    List<ToolSpecification> tools = tools();
    if (!tools.isEmpty()) {
      request.toolSpecifications(tools);
      choice().ifPresent(request::toolChoice);
    }
    if (settings.get("response_format") instanceof Value.Mapping format
        && format.get("type") instanceof Value.Text(var type)
        && type.startsWith("json")) {
      request.responseFormat(ResponseFormat.JSON);
    }
  }

  private Optional<Double> number(String name) {
    return switch (settings.get(name)) {
      case Value.Whole(var whole) -> Optional.of(whole.doubleValue());
      case Value.Decimal(var decimal) -> Optional.of(decimal);
      case null, default -> Optional.empty();
    };
  }

  private void putStops(Consumer<List<String>> stops) {
    switch (settings.get("stop")) {
      case Value.Text(var one) -> stops.accept(List.of(one));
      case Value.Sequence(var many) -> stops.accept(texts(many));
      case null, default -> {
        // nothing ends it
      }
    }
  }

  private static List<String> texts(List<Value> items) {
    var texts = new ArrayList<String>();
    for (Value item : items) {
      if (item instanceof Value.Text(var text)) {
        texts.add(text);
      }
    }
    return texts;
  }

  private List<ToolSpecification> tools() {
    var tools = new ArrayList<ToolSpecification>();
    for (String name : List.of("tools", "functions")) {
      if (settings.get(name) instanceof Value.Sequence(var items)) {
        items.forEach(item -> specification(item).ifPresent(tools::add));
      }
    }
    return tools;
  }

  private static Optional<ToolSpecification> specification(Value written) {
    if (!(written instanceof Value.Mapping tool)) {
      return Optional.empty();
    }
    Value.Mapping function = tool.get("function") instanceof Value.Mapping inner ? inner : tool;
    if (!(function.get("name") instanceof Value.Text(var name))) {
      return Optional.empty();
    }
    var builder = ToolSpecification.builder().name(name);
    if (function.get("description") instanceof Value.Text(var description)) {
      builder.description(description);
    }
    if (function.get("parameters") instanceof Value.Mapping schema) {
      builder.parameters(schema(schema));
    }
    return Optional.of(builder.build());
  }

  private static JsonObjectSchema schema(Value.Mapping written) {
    var builder = JsonObjectSchema.builder();
    if (written.get("properties") instanceof Value.Mapping(var properties)) {
      properties.forEach(
          (name, property) -> builder.addProperty(name, JsonRawSchema.from(Json.write(property))));
    }
    if (written.get("required") instanceof Value.Sequence(var required)) {
      builder.required(texts(required));
    }
    return builder.build();
  }

  private Optional<ToolChoice> choice() {
    return switch (settings.getOrDefault("tool_choice", settings.get("function_call"))) {
      case Value.Text(var word) when word.equals("none") -> Optional.of(ToolChoice.NONE);
      case Value.Text(var word) when word.equals("required") -> Optional.of(ToolChoice.REQUIRED);
      case Value.Mapping _ -> Optional.of(ToolChoice.REQUIRED);
      case null, default -> Optional.empty();
    };
  }
}
