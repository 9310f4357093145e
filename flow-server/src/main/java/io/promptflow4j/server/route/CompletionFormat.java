package io.promptflow4j.server.route;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.server.api.ErrorBody;
import io.promptflow4j.server.api.Events;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.openai.Completion;

/// A chat completion in chunks.
///
/// @param withUsage whether the usage comes after the answer
record CompletionFormat(Completion completion, boolean withUsage) implements AnswerStream.Format {

  private static final String DONE = "data: [DONE]\n\n";

  @Override
  public String begin() {
    return Events.data(completion.begin());
  }

  @Override
  public String piece(String piece) {
    return Events.data(completion.piece(piece));
  }

  @Override
  public String end(String answer, TokenUsage usage) {
    String end = Events.data(completion.end());
    return (withUsage ? end + Events.data(completion.usageChunk(usage)) : end) + DONE;
  }

  @Override
  public String fail(Fault fault) {
    return Events.data(ErrorBody.openAi(fault));
  }
}
