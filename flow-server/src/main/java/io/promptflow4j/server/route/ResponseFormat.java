package io.promptflow4j.server.route;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.openai.ResponseEvents;

/// A response in events.
record ResponseFormat(ResponseEvents events) implements AnswerStream.Format {

  @Override
  public String begin() {
    return events.begin();
  }

  @Override
  public String piece(String piece) {
    return events.piece(piece);
  }

  @Override
  public String end(String answer, TokenUsage usage) {
    return events.end(answer, usage);
  }

  @Override
  public String fail(Fault fault) {
    return events.failed(fault);
  }
}
