package io.promptflow4j.core.engine.embedding;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.promptflow4j.core.engine.Flow;
import java.util.Map;

/// A chat flow as a chat model of langchain4j: the last message of the user is the chat's input,
/// what was said before is its history, and its chat output is the answer. Thread-safe.
///
/// ```java
/// ChatModel model = FlowChatModel.of(flow);
/// String answer = model.chat("What is a prompt flow?");
/// ```
///
/// System messages, tools and settings of a request don't reach the flow: its prompts and
/// parameters are its own.
public final class FlowChatModel implements ChatModel {

  private final FlowChat chat;

  private FlowChatModel(FlowChat chat) {
    this.chat = chat;
  }

  /// A chat flow that needs nothing but the chat.
  ///
  /// @throws IllegalArgumentException if the flow is no chat
  public static FlowChatModel of(Flow flow) {
    return of(flow, Map.of());
  }

  /// A chat flow with values for its other inputs.
  ///
  /// @param flow closed by whoever loaded it
  /// @throws IllegalArgumentException if the flow is no chat
  public static FlowChatModel of(Flow flow, Map<String, ?> inputs) {
    return new FlowChatModel(FlowChat.of(flow, inputs));
  }

  /// @throws FlowFailedException if the flow fails
  @Override
  public ChatResponse doChat(ChatRequest request) {
    return chat.response(chat.flow().run(chat.request(request)));
  }
}
