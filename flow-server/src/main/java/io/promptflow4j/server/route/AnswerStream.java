package io.promptflow4j.server.route;

import io.javalin.http.Context;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.server.api.Events;
import io.promptflow4j.server.api.Fault;
import java.io.IOException;

/// An answer that is written while it comes, in one of OpenAI's two ways.
final class AnswerStream {

  private final Context ctx;
  private final Format format;
  private boolean begun;
  private boolean hasPieces;

  AnswerStream(Context ctx, Format format) {
    this.ctx = ctx;
    this.format = format;
  }

  /// Whether something was sent, so that the status is decided.
  boolean isBegun() {
    return begun;
  }

  void piece(String piece) throws IOException {
    begin();
    hasPieces = true;
    send(format.piece(piece));
  }

  void silence() throws IOException {
    begin();
    send(Events.HEARTBEAT);
  }

  /// Ends it. An answer that did not come in pieces is one piece.
  void end(String answer, TokenUsage usage) throws IOException {
    begin();
    if (!hasPieces && !answer.isEmpty()) {
      send(format.piece(answer));
    }
    send(format.end(answer, usage));
  }

  void fail(Fault fault) throws IOException {
    send(format.fail(fault));
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      Calls.beginEvents(ctx);
      send(format.begin());
    }
  }

  private void send(String text) throws IOException {
    Replies.send(ctx, text);
  }

  /// How the parts of an answer are written.
  interface Format {

    String begin();

    String piece(String piece);

    String end(String answer, TokenUsage usage);

    String fail(Fault fault);
  }
}
