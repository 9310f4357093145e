package io.promptflow4j.core.model;

import io.promptflow4j.core.template.chat.ChatMessage;
import java.time.Duration;
import java.util.List;

/// What one `llm` node asks of a model.
///
/// @param node the node that asks, for errors and for the scripted model's rules
/// @param messages the chat; empty for [ModelApi#COMPLETION]
/// @param prompt the text to complete; empty for [ModelApi#CHAT]
/// @param parameters the model's name and settings, checked
/// @param limit how long the call may take in all, retries included
public record ModelRequest(
    String node,
    ModelApi api,
    List<ChatMessage> messages,
    String prompt,
    ModelParameters parameters,
    Duration limit) {

  public ModelRequest {
    messages = List.copyOf(messages);
  }

  /// The same, with another limit.
  public ModelRequest within(Duration other) {
    return new ModelRequest(node, api, messages, prompt, parameters, other);
  }
}
