package io.promptflow4j.core.engine.embedding;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A chat flow in the words of langchain4j: requests as inputs, results as responses.
record FlowChat(Flow flow, ChatRoles roles, Map<String, ?> inputs) {

  FlowChat {
    inputs = Map.copyOf(inputs);
  }

  /// @throws IllegalArgumentException if the flow is no chat
  static FlowChat of(Flow flow, Map<String, ?> inputs) {
    ChatRoles roles =
        flow.graph()
            .chat()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "flow '%s' is no chat: none of its inputs has 'is_chat_input: true'"
                        .formatted(flow.graph().name())));
    return new FlowChat(flow, roles, inputs);
  }

  RunRequest request(ChatRequest request) {
    var all = new Fields();
    ((Value.Mapping) Value.from(inputs)).entries().forEach(all::put);
    List<ChatMessage> messages = request.messages();
    int last = lastUser(messages);
    roles.history().ifPresent(name -> all.put(name, history(messages.subList(0, last))));
    all.put(roles.input(), text((UserMessage) messages.get(last)));
    return RunRequest.of(all.end());
  }

  /// @throws FlowFailedException if the flow failed
  ChatResponse response(FlowResult result) {
    if (result.failure().isPresent()) {
      throw new FlowFailedException(result.failure().get());
    }
    return ChatResponse.builder()
        .aiMessage(AiMessage.from(answer(result.outputs())))
        .tokenUsage(usage(result))
        .finishReason(FinishReason.STOP)
        .modelName(flow.graph().name())
        .build();
  }

  /// Whether an output of the flow is what it answers.
  boolean isAnswer(String output) {
    return roles.output().filter(output::equals).isPresent();
  }

  private static int lastUser(List<ChatMessage> messages) {
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i) instanceof UserMessage) {
        return i;
      }
    }
    throw new IllegalArgumentException("the request has no message of a user");
  }

  private List<Value> history(List<ChatMessage> before) {
    var exchanges = new ArrayList<Value>();
    String question = "";
    for (ChatMessage message : before) {
      switch (message) {
        case UserMessage user -> question = text(user);
        case AiMessage answer when answer.text() != null -> {
          var outputs = new Fields();
          roles.output().ifPresent(name -> outputs.put(name, answer.text()));
          exchanges.add(
              new Fields()
                  .put("inputs", new Fields().put(roles.input(), question))
                  .put("outputs", outputs)
                  .end());
        }
        default -> {
          // system messages and tools are the flow's own business
        }
      }
    }
    return exchanges;
  }

  private static String text(UserMessage message) {
    var text = new StringBuilder();
    message.contents().stream()
        .filter(TextContent.class::isInstance)
        .map(content -> ((TextContent) content).text())
        .forEach(text::append);
    return text.toString();
  }

  private String answer(Value.Mapping outputs) {
    Value answer =
        roles
            .output()
            .map(name -> outputs.entries().getOrDefault(name, Value.Null.NULL))
            .orElse(outputs);
    return answer instanceof Value.Text(var text) ? text : Json.write(answer);
  }

  private static TokenUsage usage(FlowResult result) {
    return new TokenUsage(
        Math.toIntExact(result.usage().prompt()),
        Math.toIntExact(result.usage().completion()),
        Math.toIntExact(result.usage().total()));
  }
}
