package io.promptflow4j.server.route;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.deployment.ChatTurn;
import java.io.IOException;
import java.util.function.Predicate;

/// Takes the pieces of the answer out of all that comes of a flow.
///
/// @param isAnswer whether an output is the answer
record AnswerTaker(AnswerStream stream, Predicate<String> isAnswer) implements Calls.Taker {

  @Override
  public void known(Value.Mapping outputs) {
    // the answer is not among them, or stands in the result
  }

  @Override
  public void piece(String output, Value piece) throws IOException {
    if (isAnswer.test(output)) {
      stream.piece(ChatTurn.text(piece));
    }
  }

  @Override
  public void silence() throws IOException {
    stream.silence();
  }
}
