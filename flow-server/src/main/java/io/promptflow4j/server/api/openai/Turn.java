package io.promptflow4j.server.api.openai;

import io.promptflow4j.core.value.Value;
import java.util.List;

/// What a request of OpenAI's asks a chat flow: the last message, what was said before, and the
/// flow's other inputs.
///
/// @param message a text, or a list of texts and images
/// @param before the turns that are complete, in their order
/// @param inputs inputs of the flow besides, by name: our extension `inputs`
/// @param isStream whether the answer is to come in pieces
/// @param usageAtEnd whether a stream ends with the usage
public record Turn(
    Value message,
    List<Exchange> before,
    Value.Mapping inputs,
    boolean isStream,
    boolean usageAtEnd) {

  public Turn {
    before = List.copyOf(before);
  }

  /// One question and its answer.
  public record Exchange(Value question, Value answer) {}
}
