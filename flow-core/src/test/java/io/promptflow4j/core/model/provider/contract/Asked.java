package io.promptflow4j.core.model.provider.contract;

import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The calls of the contract, as a flow's `llm` node makes them.
final class Asked {

  static final String KEY = "canary+key/5f3a==";

  static final String SCHEMA =
      """
      {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}\
      """;

  static final String TOOLS =
      """
      [{"type": "function", "function": {"name": "weather", "description": "The weather",
        "parameters": %s}}]\
      """
          .formatted(SCHEMA);

  private Asked() {}

  static ModelRequest chat(String settings, ChatMessage... messages) {
    return new ModelRequest(
        "answer",
        ModelApi.CHAT,
        messages.length == 0 ? List.of(user("hello")) : List.of(messages),
        "",
        parameters(settings),
        Duration.ofSeconds(20));
  }

  static ModelRequest completion(String settings) {
    return new ModelRequest(
        "answer",
        ModelApi.COMPLETION,
        List.of(),
        "Once upon",
        parameters(settings),
        Duration.ofSeconds(20));
  }

  private static ModelParameters parameters(String settings) {
    return new ModelParameters(
        Optional.of("model-1"),
        new LinkedHashMap<>(((Value.Mapping) Json.read(settings)).entries()));
  }

  static ModelRequest ordinary() {
    return chat(
        """
        {"temperature": 0.5, "top_p": 0.9, "max_tokens": 100, "stop": ["END", "STOP"],
         "presence_penalty": 0, "frequency_penalty": 0.0, "n": 1}
        """,
        ChatMessage.of(ChatMessage.Role.SYSTEM, "Be brief."),
        user("hello"));
  }

  static ModelRequest image() {
    var picture = new Value.Image("image/png", new ImageContent.Inline(new byte[] {1, 2, 3}));
    return chat(
        "{}",
        new ChatMessage(
            ChatMessage.Role.USER,
            Optional.empty(),
            List.of(
                new ChatMessage.Part.Text("What is this?"), new ChatMessage.Part.Picture(picture)),
            Optional.empty(),
            Optional.empty()));
  }

  static ModelRequest tools() {
    return chat(
        "{\"tools\": %s, \"tool_choice\": \"required\"}".formatted(TOOLS), user("Weather?"));
  }

  static ModelRequest functions() {
    return chat(
        "{\"functions\": [{\"name\": \"weather\", \"parameters\": %s}]}".formatted(SCHEMA),
        user("Weather?"));
  }

  static ModelRequest history() {
    var calls =
        (Value.Sequence)
            Json.read(
                """
                [{"id": "t1", "type": "function",
                  "function": {"name": "weather", "arguments": "{\\"city\\": \\"Rome\\"}"}}]
                """);
    return chat(
        "{\"tools\": %s, \"tool_choice\": \"auto\"}".formatted(TOOLS),
        user("Weather?"),
        new ChatMessage(
            ChatMessage.Role.ASSISTANT,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.of(calls)),
        new ChatMessage(
            ChatMessage.Role.TOOL,
            Optional.empty(),
            List.of(new ChatMessage.Part.Text("sunny")),
            Optional.of("t1"),
            Optional.empty()));
  }

  static ModelRequest json() {
    return chat(
        """
        {"response_format": {"type": "json_schema",
          "json_schema": {"name": "place", "schema": %s}}}
        """
            .formatted(SCHEMA));
  }

  static ChatMessage user(String text) {
    return ChatMessage.of(ChatMessage.Role.USER, text);
  }
}
