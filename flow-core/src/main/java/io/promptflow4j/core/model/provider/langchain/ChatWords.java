package io.promptflow4j.core.model.provider.langchain;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.provider.wire.ReplyMessage;
import io.promptflow4j.core.template.chat.ChatMessage.Part;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a flow asks in langchain4j's words, and what it answers in ours.
final class ChatWords {

  private ChatWords() {}

  static ChatRequest request(ModelRequest asked) {
    List<ChatMessage> messages =
        asked.api() == ModelApi.CHAT
            ? asked.messages().stream().map(ChatWords::message).toList()
            : List.of(UserMessage.from(asked.prompt()));
    return ChatSettings.over(ChatRequest.builder().messages(messages), asked.parameters()).build();
  }

  private static ChatMessage message(io.promptflow4j.core.template.chat.ChatMessage said) {
    return switch (said.role()) {
      case SYSTEM -> SystemMessage.from(said.text());
      case USER -> user(said);
      case ASSISTANT -> assistant(said);
      case TOOL ->
          ToolExecutionResultMessage.from(
              said.toolCallId().orElse(""), said.name().orElse(""), said.text());
      case FUNCTION ->
          UserMessage.from(
              "The function %s gave: %s".formatted(said.name().orElse(""), said.text()));
    };
  }

  private static UserMessage user(io.promptflow4j.core.template.chat.ChatMessage said) {
    var contents = new ArrayList<Content>();
    for (Part part : said.parts()) {
      contents.add(
          switch (part) {
            case Part.Text(var text) -> TextContent.from(text.isEmpty() ? " " : text);
            case Part.Picture(var image) ->
                switch (image.content()) {
                  case io.promptflow4j.core.value.ImageContent.Inline inline ->
                      ImageContent.from(inline.base64(), image.mediaType());
                  case io.promptflow4j.core.value.ImageContent.Remote(var address) ->
                      ImageContent.from(address);
                };
          });
    }
    var builder = UserMessage.builder().contents(contents);
    said.name().ifPresent(builder::name);
    return builder.build();
  }

  private static AiMessage assistant(io.promptflow4j.core.template.chat.ChatMessage said) {
    var calls = new ArrayList<ToolExecutionRequest>();
    said.toolCalls()
        .ifPresent(written -> {
          for (Value call : written.items()) {
            if (call instanceof Value.Mapping mapping
                && mapping.get("function") instanceof Value.Mapping function) {
              calls.add(
                  ToolExecutionRequest.builder()
                      .id(text(mapping, "id"))
                      .name(text(function, "name"))
                      .arguments(text(function, "arguments"))
                      .build());
            }
          }
        });
    String text = said.text();
    return calls.isEmpty()
        ? AiMessage.from(text)
        : AiMessage.builder()
            .text(text.isEmpty() ? null : text)
            .toolExecutionRequests(calls)
            .build();
  }

  private static String text(Value.Mapping mapping, String key) {
    return mapping.get(key) instanceof Value.Text(var text) ? text : "";
  }

  static ModelReply reply(ModelRequest asked, ChatResponse response) {
    AiMessage message = response.aiMessage();
    Value output =
        asked.parameters().offersTools()
            ? whole(message, asked.parameters().settings().containsKey("tools"))
            : text(message.text());
    return new ModelReply(
        output,
        finish(response.finishReason(), message),
        Optional.ofNullable(response.modelName()).orElse(""),
        usage(response.tokenUsage()));
  }

  private static Value text(@Nullable String text) {
    return text == null ? Value.Null.NULL : Value.of(text);
  }

  private static Value.Mapping whole(AiMessage message, boolean tools) {
    var fields = new Fields().put("role", "assistant").put("content", text(message.text()));
    List<Value.Mapping> calls =
        message.toolExecutionRequests().stream().map(ChatWords::call).toList();
    if (!calls.isEmpty() && tools) {
      fields.put("tool_calls", calls);
    } else if (!calls.isEmpty()) {
      fields.put("function_call", Optional.ofNullable(calls.getFirst().get("function")).get());
    }
    return ReplyMessage.of(fields.end());
  }

  private static Value.Mapping call(ToolExecutionRequest request) {
    return new Fields()
        .put("id", Optional.ofNullable(request.id()).orElse("call_" + request.name()))
        .put(
            "function",
            new Fields().put("arguments", request.arguments()).put("name", request.name()))
        .put("type", "function")
        .end();
  }

  private static String finish(@Nullable FinishReason reason, AiMessage message) {
    if (reason == null || reason == FinishReason.TOOL_EXECUTION) {
      return message.hasToolExecutionRequests() ? "tool_calls" : "stop";
    }
    return reason.name().toLowerCase(Locale.ROOT);
  }

  private static TokenUsage usage(dev.langchain4j.model.output.@Nullable TokenUsage counted) {
    if (counted == null) {
      return TokenUsage.NONE;
    }
    long read = number(counted.inputTokenCount());
    long written = number(counted.outputTokenCount());
    return new TokenUsage(
        read, written, Math.max(read + written, number(counted.totalTokenCount())), 0, 0);
  }

  private static long number(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
