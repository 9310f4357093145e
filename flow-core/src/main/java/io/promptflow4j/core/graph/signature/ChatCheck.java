package io.promptflow4j.core.graph.signature;

import io.promptflow4j.core.definition.FlowDefinition;
import io.promptflow4j.core.definition.InputDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.OutputDefinition;
import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostics;
import java.util.List;
import java.util.Optional;

/// Finds out whether a flow is a chat, and which of its inputs and outputs make it one. The
/// original complains only when someone chats with the flow, so these are warnings.
public final class ChatCheck {

  private static final String USUAL_HISTORY = "chat_history";

  /// What the answer of a flow without nodes is called.
  private static final Optional<String> ONLY_OUTPUT = Optional.of("output");

  private ChatCheck() {}

  /// The roles; empty if the flow is no chat.
  public static Optional<ChatRoles> roles(FlowDefinition flow, Diagnostics diagnostics) {
    List<InputDefinition> inputs =
        flow.inputs().stream().filter(input -> isSet(input.chatInput())).toList();
    List<OutputDefinition> outputs =
        flow.outputs().stream().filter(output -> isSet(output.chatOutput())).toList();
    if (inputs.isEmpty()) {
      return Optional.empty();
    }
    if (inputs.size() > 1) {
      diagnostics.warning(
          "several-chat-inputs",
          inputs.get(1).name().place(),
          "'%s' and '%s' are both chat inputs, so nobody can chat with this flow; keep 'is_chat_input: true' at one."
              .formatted(shown(inputs.get(0).name()), shown(inputs.get(1).name())));
      return Optional.empty();
    }
    if (outputs.size() > 1) {
      diagnostics.warning(
          "several-chat-outputs",
          outputs.get(1).name().place(),
          "'%s' and '%s' are both chat outputs, so nobody can chat with this flow; keep 'is_chat_output: true' at one."
              .formatted(shown(outputs.get(0).name()), shown(outputs.get(1).name())));
      return Optional.empty();
    }
    Located<String> chatInput = inputs.getFirst().name();
    Optional<String> history = history(flow);
    boolean nodeless = flow.nodeless().isPresent();
    reportMissing(chatInput, history.isEmpty(), outputs.isEmpty() && !nodeless, diagnostics);
    return Optional.of(
        new ChatRoles(
            chatInput.value(),
            history,
            outputs.stream()
                .findFirst()
                .map(output -> output.name().value())
                .or(() -> nodeless && flow.outputs().isEmpty() ? ONLY_OUTPUT : Optional.empty())));
  }

  private static Optional<String> history(FlowDefinition flow) {
    return flow.inputs().stream()
        .filter(input -> isSet(input.chatHistory()))
        .findFirst()
        .or(() ->
            flow.inputs().stream()
                .filter(input -> input.name().value().equals(USUAL_HISTORY))
                .filter(input -> input.chatHistory().isEmpty())
                .findFirst())
        .map(input -> input.name().value());
  }

  private static void reportMissing(
      Located<String> chatInput, boolean noHistory, boolean noOutput, Diagnostics diagnostics) {
    if (noHistory) {
      diagnostics.warning(
          "missing-chat-history",
          chatInput.place(),
          "'%s' is a chat input, but no input holds the history; add 'chat_history: {type: list, is_chat_history: true, default: []}'."
              .formatted(shown(chatInput)));
    }
    if (noOutput) {
      diagnostics.warning(
          "missing-chat-output",
          chatInput.place(),
          "'%s' is a chat input, but no output is the answer; add 'is_chat_output: true' to one."
              .formatted(shown(chatInput)));
    }
  }

  private static boolean isSet(Optional<Located<Boolean>> flag) {
    return flag.map(Located::value).orElse(false);
  }

  private static String shown(Located<String> name) {
    return Shown.name(name.value());
  }
}
