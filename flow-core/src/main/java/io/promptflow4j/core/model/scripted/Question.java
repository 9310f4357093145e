package io.promptflow4j.core.model.scripted;

import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a request asks, as rules and templates see it.
final class Question {

  private final ModelRequest request;

  Question(ModelRequest request) {
    this.request = request;
  }

  String node() {
    return request.node();
  }

  String model() {
    return request.parameters().model().orElse("");
  }

  Map<String, Value> settings() {
    return request.parameters().settings();
  }

  /// The text of all messages, or the prompt.
  String all() {
    return request.messages().isEmpty()
        ? request.prompt()
        : request.messages().stream().map(ChatMessage::text).collect(Collectors.joining("\n"));
  }

  /// The text of the last message, or the prompt.
  String last() {
    return request.messages().isEmpty() ? request.prompt() : request.messages().getLast().text();
  }

  Optional<ChatMessage.Role> lastRole() {
    List<ChatMessage> messages = request.messages();
    return messages.isEmpty() ? Optional.empty() : Optional.of(messages.getLast().role());
  }

  /// The text of the last message of a role.
  Optional<String> lastOf(ChatMessage.Role role) {
    return request.messages().reversed().stream()
        .filter(message -> message.role() == role)
        .map(ChatMessage::text)
        .findFirst();
  }

  Map<String, Value> variables(Match match, int call) {
    var variables = new LinkedHashMap<String, Value>();
    variables.put(
        "messages", Value.of(request.messages().stream().map(ChatMessage::toValue).toList()));
    variables.put("last", Value.of(last()));
    variables.put("prompt", Value.of(request.prompt()));
    variables.put("node", Value.of(node()));
    variables.put("model", Value.of(model()));
    variables.put("parameters", Value.of(settings()));
    variables.put("match", Value.of(match.groups()));
    variables.put("named", Value.of(match.named()));
    variables.put("call", Value.of(call));
    return variables;
  }
}
